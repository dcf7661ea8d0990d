"""Runs a module on wasmtime, as often as it is told, and prints the times.

usage: python wasmtime_runs.py first|warm RUNS MODULE INPUT ARGUMENT...

`first` takes the time from the module's bytes, `warm` from the compiled module.
What the program writes goes to stdout; the milliseconds of each run to stderr.
"""

import json
import sys
import time

from wasmtime import Engine, ExitTrap, Linker, Module, Store, WasiConfig


def start(engine, linker, module, path, arguments):
    store = Store(engine)
    config = WasiConfig()
    config.argv = arguments
    config.stdin_file = path
    config.inherit_stdout()
    config.inherit_stderr()
    store.set_wasi(config)
    instance = linker.instantiate(store, module)
    try:
        instance.exports(store)["_start"](store)
    except ExitTrap as exit:
        if exit.code != 0:
            raise


def main(mode, runs, file, path, arguments):
    engine = Engine()
    linker = Linker(engine)
    linker.define_wasi()
    with open(file, "rb") as opened:
        wasm = opened.read()
    module = Module(engine, wasm)
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        if mode == "first":
            module = Module(engine, wasm)
        start(engine, linker, module, path, arguments)
        times.append((time.perf_counter() - began) * 1000)
    json.dump(times, sys.stderr)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
