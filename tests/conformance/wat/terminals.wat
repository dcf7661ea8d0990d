;; Standard files are terminals only if it is said so: the code has a bit for each that is.
;;
;; ```json
;; {"expect_exit": 0}
;; ```
(module
  (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $stat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $terminal (param $fd i32) (result i32)
    (if (call $stat (local.get $fd) (i32.const 64)) (then unreachable))
    ;; Its type is that of a character device.
    (i32.eq (i32.load8_u (i32.const 64)) (i32.const 2)))
  (func (export "_start")
    (call $exit
      (i32.or
        (call $terminal (i32.const 0))
        (i32.or
          (i32.shl (call $terminal (i32.const 1)) (i32.const 1))
          (i32.shl (call $terminal (i32.const 2)) (i32.const 2)))))))
