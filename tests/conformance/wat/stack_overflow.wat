;; A stack that runs out is a trap.
;;
;; ```json
;; {"expect_exit": 134}
;; ```
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $down (param i32)
    (call $down (i32.add (local.get 0) (i32.const 1)))
    (call $exit (local.get 0)))
  (func (export "_start") (call $down (i32.const 0))))
