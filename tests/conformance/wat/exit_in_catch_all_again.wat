;; A program that catches every exception and calls `proc_exit` again has ended with the first code.
;;
;; ```json
;; {"expect_exit": 7}
;; ```
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (loop $again
      (block $caught
        (try_table (catch_all $caught)
          (call $exit (i32.const 7))))
      (br $again))))
