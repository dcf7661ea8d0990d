;; Stands between a program and those host calls that may wait or end it. A
;; program's call goes from wasm to wasm, at no cost, and only a call that has
;; to wait (it gave -1) is made again through the import that suspends.
(module
  (type $four (func (param i32 i32 i32 i32) (result i32)))
  (type $none (func (result i32)))
  (type $exit (func (param i32)))
  (import "host" "fd_read" (func $fd_read (type $four)))
  (import "host" "fd_write" (func $fd_write (type $four)))
  (import "host" "poll_oneoff" (func $poll_oneoff (type $four)))
  (import "host" "poll_oneoff_unstable" (func $poll_oneoff_unstable (type $four)))
  (import "host" "sched_yield" (func $sched_yield (type $none)))
  (import "host" "proc_exit" (func $proc_exit (type $exit)))
  (import "wait" "fd_read" (func $wait_fd_read (type $four)))
  (import "wait" "fd_write" (func $wait_fd_write (type $four)))
  (import "wait" "poll_oneoff" (func $wait_poll_oneoff (type $four)))
  (import "wait" "poll_oneoff_unstable" (func $wait_poll_oneoff_unstable (type $four)))
  (import "wait" "sched_yield" (func $wait_sched_yield (type $none)))

  ;; What may be suspended begins here: an engine takes long to make a function
  ;; that may be (half a millisecond in Firefox), so it is made once, of this one.
  (table (export "starts") 1 funcref)
  (func (export "start")
    (call_indirect (param) (result) (i32.const 0)))

  (func (export "fd_read") (type $four) (local $errno i32)
    (local.set $errno (call $fd_read (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
    (if (result i32) (i32.lt_s (local.get $errno) (i32.const 0))
      (then (call $wait_fd_read (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (else (local.get $errno))))

  (func (export "fd_write") (type $four) (local $errno i32)
    (local.set $errno (call $fd_write (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
    (if (result i32) (i32.lt_s (local.get $errno) (i32.const 0))
      (then (call $wait_fd_write (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (else (local.get $errno))))

  (func (export "poll_oneoff") (type $four) (local $errno i32)
    (local.set $errno (call $poll_oneoff (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
    (if (result i32) (i32.lt_s (local.get $errno) (i32.const 0))
      (then (call $wait_poll_oneoff (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (else (local.get $errno))))

  (func (export "poll_oneoff_unstable") (type $four) (local $errno i32)
    (local.set $errno (call $poll_oneoff_unstable (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
    (if (result i32) (i32.lt_s (local.get $errno) (i32.const 0))
      (then (call $wait_poll_oneoff_unstable (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (else (local.get $errno))))

  (func (export "sched_yield") (type $none) (local $errno i32)
    (local.set $errno (call $sched_yield))
    (if (result i32) (i32.lt_s (local.get $errno) (i32.const 0))
      (then (call $wait_sched_yield))
      (else (local.get $errno))))

  ;; A thrown exception could be caught by the program, which would run on; a
  ;; trap cannot. No frame of the host is on the stack when it happens.
  (func (export "proc_exit") (type $exit)
    (call $proc_exit (local.get 0))
    unreachable))
