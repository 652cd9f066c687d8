package dev.fairlead.sandbox.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Copies one direction of a connection to its end.
record Copy(SocketChannel from, SocketChannel to) implements Runnable {
    void start() {
        var thread = new Thread(null, this, "copy", 64 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    private void close() {
        try (from;
                to) {
            // Nothing is left to say on either side.
        } catch (IOException e) {
            // Both ends are given up anyway.
        }
    }
}
