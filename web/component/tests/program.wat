;; A component as tools build a program: the memory that its imports need is
;; made after the table through which it calls them.
(component
    (import "wasi:cli/environment@0.2.3" (instance $environment
        (export "get-arguments" (func (result (list string))))))
    (import "wasi:io/error@0.2.3" (instance $error (export "error" (type (sub resource)))))
    (alias export $error "error" (type $error))
    (core module $main
        (import "wasi:cli/environment@0.2.3" "get-arguments" (func (param i32)))
        (import "wasi:io/error@0.2.3" "[resource-drop]error" (func (param i32)))
        (memory (export "memory") 1)
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
        (func (export "run") (result i32) i32.const 0))
    (core module $shim
        (table (export "$imports") 1 funcref)
        (func (export "0") (param i32) local.get 0 i32.const 0 call_indirect (param i32)))
    (core module $fixups
        (import "" "0" (func (param i32)))
        (import "" "$imports" (table 1 funcref))
        (elem (i32.const 0) func 0))
    (core instance $shim (instantiate $shim))
    (alias core export $shim "0" (core func $indirect))
    (core instance $first (export "get-arguments" (func $indirect)))
    (core func $drop (canon resource.drop $error))
    (core instance $second (export "[resource-drop]error" (func $drop)))
    (core instance $main (instantiate $main
        (with "wasi:cli/environment@0.2.3" (instance $first))
        (with "wasi:io/error@0.2.3" (instance $second))))
    (alias core export $main "memory" (core memory $memory))
    (alias core export $main "cabi_realloc" (core func $realloc))
    (alias core export $shim "$imports" (core table $imports))
    (core func $lowered (canon lower (func $environment "get-arguments")
        (memory $memory) (realloc $realloc) string-encoding=utf8))
    (core instance $fixed (export "$imports" (table $imports)) (export "0" (func $lowered)))
    (core instance (instantiate $fixups (with "" (instance $fixed))))
    (func $run (result (result)) (canon lift (core func $main "run")))
    (component $wrapper
        (import "import-func-run" (func $run (result (result))))
        (export "run" (func $run)))
    (instance $program (instantiate $wrapper (with "import-func-run" (func $run))))
    (export "wasi:cli/run@0.2.3" (instance $program)))
