;; Stands in for a program that can unwind its stack (Asyncify) where wasmer
;; reads what an instance exports: these names, with these types.
(module
  (memory (export "memory") 0)
  (global (export "__stack_pointer") (mut i32) (i32.const 0))
  (global (export "__data_end") i32 (i32.const 0))
  (func (export "asyncify_start_unwind") (param i32))
  (func (export "asyncify_stop_unwind"))
  (func (export "asyncify_start_rewind") (param i32))
  (func (export "asyncify_stop_rewind")))
