;; A trap is no exception: nothing catches it.
;;
;; ```json
;; {"expect_exit": 134}
;; ```
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (block $caught
      (try_table (catch_all $caught)
        (unreachable)))
    (call $exit (i32.const 0))))
