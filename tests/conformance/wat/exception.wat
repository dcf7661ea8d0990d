;; An exception of its own is caught by the program, and no host stands in between.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (tag $mine (param i32))
  (func (export "_start")
    (call $exit
      (i32.sub
        (block $caught (result i32)
          (try_table (catch $mine $caught)
            (throw $mine (i32.const 5)))
          (i32.const 1))
        (i32.const 5)))))
