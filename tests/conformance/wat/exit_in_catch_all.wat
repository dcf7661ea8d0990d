;; `proc_exit` ends a program that catches every exception.
;;
;; ```json
;; {"expect_exit": 7}
;; ```
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (block $caught
      (try_table (catch_all $caught)
        (call $exit (i32.const 7))))
    ;; Only who caught it comes here.
    (call $exit (i32.const 1))))
