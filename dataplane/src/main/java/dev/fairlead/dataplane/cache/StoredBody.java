package dev.fairlead.dataplane.cache;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of a stored answer.
public sealed interface StoredBody {
    long size();

    /// In memory.
    record Held(Bytes bytes) implements StoredBody {
        @Override
        public long size() {
            return bytes.size();
        }

        /// Not to be written to.
        public Buffer buffer() {
            return bytes.buffer();
        }
    }

    /// In a file of our own, which may be gone when it is opened.
    record Filed(Path file, long size) implements StoredBody {
        void delete() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // It is left behind until the next start, which empties the directory.
                return;
            }
        }
    }

    /// Bytes that nobody changes.
    final class Bytes {
        private final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }

        int size() {
            return array.length;
        }

        byte[] array() {
            return array;
        }

        Buffer buffer() {
            return BufferInternal.buffer(Unpooled.wrappedBuffer(array));
        }
    }
}
