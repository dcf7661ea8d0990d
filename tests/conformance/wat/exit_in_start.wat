;; A start function can end the program; `_start` does not run then.
;;
;; ```json
;; {"expect_exit": 3}
;; ```
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $first (call $exit (i32.const 3)))
  (start $first)
  (func (export "_start") (call $exit (i32.const 1))))
