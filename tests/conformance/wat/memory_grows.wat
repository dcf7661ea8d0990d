;; The host sees a memory that grew, where it is now.
;;
;; ```json
;; {"expect_stdout": "far away"}
;; ```
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\00\00\10\00\08\00\00\00")
  (data $text "far away")
  (func (export "_start")
    ;; Before it grows the buffer is outside of it: what happens then is not asked here.
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 8)))
    (i32.store (i32.const 4) (i32.const 8))
    (drop (memory.grow (i32.const 20)))
    (memory.init $text (i32.const 0x100000) (i32.const 0) (i32.const 8))
    (call $exit (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
