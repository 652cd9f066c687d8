package dev.fairlead.wasm.memory;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;

/// What every memory that one thread uses at a time answers alike.
interface UnsharedMemory extends Memory {
    @Override
    default boolean shared() {
        return false;
    }

    @Override
    @SuppressWarnings("removal")
    default Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal")
    default int waitOn(int address, int expected, long timeout) {
        throw new TrapException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal")
    default int waitOn(int address, long expected, long timeout) {
        throw new TrapException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal")
    default int notify(int address, int maxThreads) {
        return 0;
    }

    @Override
    default void zero() {
        // A new array is zero already.
    }

    @Override
    default long readU16(int address) {
        return readShort(address) & 0xffffL;
    }

    @Override
    default long readF32(int address) {
        return readInt(address);
    }

    @Override
    default long readF64(int address) {
        return readLong(address);
    }
}
