package dev.fairlead.container.lambda.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// Messages of `application/vnd.amazon.eventstream`, as a streamed invocation is answered.
public final class EventFrames {
    public static final String TYPE = "application/vnd.amazon.eventstream";

    private static final int TEXT = 7;
    private static final int FRAME = 16;
    private static final int PRELUDE = 8;

    private EventFrames() {}

    /// Part of the answer.
    public static byte[] chunk(byte[] bytes) {
        return event("PayloadChunk", "application/octet-stream", bytes);
    }

    /// The end of it; `json` says whether it failed.
    public static byte[] complete(byte[] json) {
        return event("InvokeComplete", "application/json", json);
    }

    private static byte[] event(String kind, String contentType, byte[] payload) {
        byte[] headers =
                headers(
                        List.of(
                                ":message-type",
                                "event",
                                ":event-type",
                                kind,
                                ":content-type",
                                contentType));
        int total = FRAME + headers.length + payload.length;
        byte[] bytes = new byte[total];
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        frame.putInt(total).putInt(headers.length);
        frame.putInt(sum(bytes, PRELUDE));
        frame.put(headers).put(payload);
        frame.putInt(sum(bytes, total - Integer.BYTES));
        return bytes;
    }

    private static int sum(byte[] frame, int length) {
        var crc = new CRC32();
        crc.update(frame, 0, length);
        return (int) crc.getValue();
    }

    private static byte[] headers(List<String> namesAndValues) {
        var parts = new ArrayList<byte[]>();
        int size = 0;
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            byte[] name = namesAndValues.get(i).getBytes(StandardCharsets.US_ASCII);
            byte[] value = namesAndValues.get(i + 1).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer one = ByteBuffer.allocate(name.length + value.length + 4);
            one.put((byte) name.length).put(name).put((byte) TEXT);
            one.putShort((short) value.length).put(value);
            parts.add(one.array());
            size += one.capacity();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        parts.forEach(all::put);
        return all.array();
    }
}
