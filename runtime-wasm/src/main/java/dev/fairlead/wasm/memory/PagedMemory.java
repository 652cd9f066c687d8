package dev.fairlead.wasm.memory;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A linear memory that knows which 512 byte blocks were written since its snapshot, and writes
/// back only those. Used by one thread at a time.
public final class PagedMemory implements UnsharedMemory {
    // A call of QuickJS dirties few bytes in many places; docs/PERFORMANCE.md has the comparison.
    private static final int BLOCK_BITS = 9;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int BLOCKS_PER_PAGE = PAGE_SIZE >> BLOCK_BITS;
    // Dirty marks are looked at eight at a time.
    private static final int SPARE_MARKS = 8;
    private static final int MOST_PAGES = 32_767;
    // Capacity beyond the snapshot that an idle instance may keep.
    private static final int KEPT_SPARE_PAGES = 64;

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final PageBudget budget;
    private final int initialPages;
    private final int maximumPages;
    private byte[] bytes;
    private byte[] dirty;
    private int limit;
    private int pages;
    private int peakPages;
    private int chargedPages;
    private boolean refusedGrow;
    private boolean closed;
    private MemoryImage image = new MemoryImage(new byte[0], 0);
    private DataSegment[] segments = {};

    /// `mostPages` is the guest's limit. Throws `MemoryRefused` when the start alone is beyond it
    /// or beyond the budget.
    public PagedMemory(MemoryLimits limits, int mostPages, PageBudget budget) {
        this.budget = budget;
        this.initialPages = limits.initialPages();
        int most = Math.min(mostPages, MOST_PAGES);
        if (initialPages > most) {
            throw MemoryRefused.ofLimit(
                    "the module starts with "
                            + (initialPages / 16.0)
                            + " MiB of memory, its limit is "
                            + (most / 16.0)
                            + " MiB");
        }
        this.maximumPages = Math.min(limits.maximumPages(), most);
        if (!budget.take(initialPages)) {
            throw MemoryRefused.ofBudget();
        }
        this.chargedPages = initialPages;
        this.pages = initialPages;
        this.peakPages = initialPages;
        this.bytes = new byte[initialPages * PAGE_SIZE];
        this.dirty = marksFor(bytes.length);
        this.limit = bytes.length;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] marksFor(int capacity) {
        return new byte[(capacity >>> BLOCK_BITS) + SPARE_MARKS];
    }

    /// The memory as it is now becomes what `reset` goes back to.
    public MemoryImage snapshot() {
        int end = limit;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        end = (end + BLOCK - 1) & -BLOCK;
        image = new MemoryImage(Arrays.copyOf(bytes, end), pages);
        Arrays.fill(dirty, (byte) 0);
        return image;
    }

    /// Becomes what another instance of the same module was at its snapshot.
    public void become(MemoryImage other) {
        if (other.pages > maximumPages) {
            throw MemoryRefused.ofLimit("the start alone takes more than the memory limit");
        }
        image = other;
        reallocate();
    }

    /// Goes back to the snapshot.
    public void reset() {
        peakPages = image.pages;
        refusedGrow = false;
        if (image.pages == 0 || chargedPages > 2 * image.pages + KEPT_SPARE_PAGES) {
            reallocate();
            return;
        }
        byte[] from = image.bytes;
        int marks = pages * BLOCKS_PER_PAGE;
        for (int group = 0; group < marks; group += SPARE_MARKS) {
            if ((long) LONG.get(dirty, group) != 0) {
                LONG.set(dirty, group, restoreGroup(from, group));
            }
        }
        pages = image.pages;
        limit = pages * PAGE_SIZE;
    }

    private long restoreGroup(byte[] from, int group) {
        for (int block = group; block < group + SPARE_MARKS; block++) {
            if (dirty[block] != 0) {
                int at = block << BLOCK_BITS;
                if (at < from.length) {
                    System.arraycopy(from, at, bytes, at, BLOCK);
                } else {
                    Arrays.fill(bytes, at, at + BLOCK, (byte) 0);
                }
            }
        }
        return 0;
    }

    private void reallocate() {
        int wanted = image.pages;
        if (wanted > chargedPages && !budget.take(wanted - chargedPages)) {
            throw MemoryRefused.ofBudget();
        }
        if (wanted < chargedPages) {
            budget.giveBack(chargedPages - wanted);
        }
        chargedPages = wanted;
        pages = wanted;
        peakPages = wanted;
        bytes = Arrays.copyOf(image.bytes, wanted * PAGE_SIZE);
        dirty = marksFor(bytes.length);
        limit = bytes.length;
    }

    /// Gives the pages back to the budget; the memory is not usable afterwards.
    public void close() {
        if (!closed) {
            closed = true;
            budget.giveBack(chargedPages);
            bytes = new byte[0];
            limit = 0;
        }
    }

    public long peakBytes() {
        return (long) peakPages * PAGE_SIZE;
    }

    public long heldBytes() {
        return bytes.length;
    }

    /// Whether the guest asked for more than it may have since the last reset.
    public boolean refusedGrow() {
        return refusedGrow;
    }

    /// Copies a piece into the caller's array.
    public void readInto(int address, byte[] into, int offset, int size) {
        checkRange(address, size);
        System.arraycopy(bytes, address, into, offset, size);
    }

    @Override
    public int grow(int more) {
        int before = pages;
        long after = (long) before + Integer.toUnsignedLong(more);
        if (after > maximumPages) {
            refusedGrow = true;
            return -1;
        }
        int wanted = (int) after;
        if (wanted > chargedPages) {
            int capacity = Math.min(maximumPages, Math.max(wanted, before + (before >> 1)));
            if (!budget.take(capacity - chargedPages)) {
                capacity = wanted;
                if (!budget.take(capacity - chargedPages)) {
                    refusedGrow = true;
                    return -1;
                }
            }
            bytes = Arrays.copyOf(bytes, capacity * PAGE_SIZE);
            dirty = Arrays.copyOf(dirty, (bytes.length >>> BLOCK_BITS) + SPARE_MARKS);
            chargedPages = capacity;
        }
        pages = wanted;
        limit = wanted * PAGE_SIZE;
        peakPages = Math.max(peakPages, wanted);
        return before;
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public int maximumPages() {
        return maximumPages;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        segments = dataSegments.clone();
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active) {
                long at =
                        ConstantEvaluators.computeConstantValue(
                                instance, active.offsetInstructions())[0];
                write((int) at, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int to, int offset, int size) {
        byte[] data = segments[segment].data();
        if (offset < 0 || size < 0 || (long) offset + size > data.length) {
            throw new OutOfBounds();
        }
        write(to, data, offset, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    private void checkRange(int address, int size) {
        if (address < 0 || size < 0 || (long) address + size > limit) {
            throw new OutOfBounds();
        }
    }

    private int check(int address, int size) {
        // In a memory of less than `size` bytes the difference wraps and the array's own check
        // holds.
        if (Integer.compareUnsigned(address, limit - size) > 0) {
            throw new OutOfBounds();
        }
        return address;
    }

    private void mark(int address, int size) {
        dirty[address >>> BLOCK_BITS] = 1;
        dirty[(address + size - 1) >>> BLOCK_BITS] = 1;
    }

    private void markRange(int address, int size) {
        if (size > 0) {
            Arrays.fill(
                    dirty,
                    address >>> BLOCK_BITS,
                    ((address + size - 1) >>> BLOCK_BITS) + 1,
                    (byte) 1);
        }
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        checkRange(address, size);
        System.arraycopy(data, offset, bytes, address, size);
        markRange(address, size);
    }

    @Override
    public void fill(byte value, int from, int to) {
        if (from < 0 || to < from || to > limit) {
            throw new OutOfBounds();
        }
        Arrays.fill(bytes, from, to, value);
        markRange(from, to - from);
    }

    @Override
    public void copy(int to, int from, int size) {
        checkRange(from, size);
        checkRange(to, size);
        System.arraycopy(bytes, from, bytes, to, size);
        markRange(to, size);
    }

    @Override
    public byte read(int address) {
        return bytes[check(address, 1)];
    }

    @Override
    public byte[] readBytes(int address, int size) {
        checkRange(address, size);
        return Arrays.copyOfRange(bytes, address, address + size);
    }

    @Override
    public void writeI32(int address, int value) {
        INT.set(bytes, check(address, 4), value);
        mark(address, 4);
    }

    @Override
    public int readInt(int address) {
        return (int) INT.get(bytes, check(address, 4));
    }

    @Override
    public void writeLong(int address, long value) {
        LONG.set(bytes, check(address, 8), value);
        mark(address, 8);
    }

    @Override
    public long readLong(int address) {
        return (long) LONG.get(bytes, check(address, 8));
    }

    @Override
    public void writeShort(int address, short value) {
        SHORT.set(bytes, check(address, 2), value);
        mark(address, 2);
    }

    @Override
    public short readShort(int address) {
        return (short) SHORT.get(bytes, check(address, 2));
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes[check(address, 1)] = value;
        dirty[address >>> BLOCK_BITS] = 1;
    }

    @Override
    public void writeF32(int address, float value) {
        FLOAT.set(bytes, check(address, 4), value);
        mark(address, 4);
    }

    @Override
    public float readFloat(int address) {
        return (float) FLOAT.get(bytes, check(address, 4));
    }

    @Override
    public void writeF64(int address, double value) {
        DOUBLE.set(bytes, check(address, 8), value);
        mark(address, 8);
    }

    @Override
    public double readDouble(int address) {
        return (double) DOUBLE.get(bytes, check(address, 8));
    }
}
