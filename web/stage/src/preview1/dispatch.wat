;; Stands between a program and wasmer-wasix: reads and writes of the standard
;; files are ours, of all others theirs. It is wasm because no JavaScript frame
;; may be on the stack of a call that suspends.
(module
  (type $four (func (param i32 i32 i32 i32) (result i32)))
  (import "ours" "fd_read" (func $our_read (type $four)))
  (import "ours" "fd_write" (func $our_write (type $four)))
  (import "theirs" "fd_read" (func $their_read (type $four)))
  (import "theirs" "fd_write" (func $their_write (type $four)))

  (func (export "fd_read") (type $four)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 3))
      (then (call $our_read (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (else (call $their_read (local.get 0) (local.get 1) (local.get 2) (local.get 3)))))

  (func (export "fd_write") (type $four)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 3))
      (then (call $our_write (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (else (call $their_write (local.get 0) (local.get 1) (local.get 2) (local.get 3))))))
