package dev.fairlead.dataplane.wire;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Of a client's first words in TLS: the host it asks for, and the protocols it offers.
record ClientHello(String host, List<String> protocols) {
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int PROTOCOLS = 16;
    private static final int HOST_NAME = 0;

    ClientHello {
        protocols = List.copyOf(protocols);
    }

    /// Reads the message without its header (RFC 8446, section 4.1.2); empty for what is none.
    static Optional<ClientHello> read(ByteBuf message) {
        try {
            ByteBuf in = message.slice().skipBytes(VERSION_AND_RANDOM);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            ByteBuf extensions = in.readSlice(in.readUnsignedShort());
            String host = "";
            List<String> protocols = List.of();
            while (extensions.isReadable()) {
                int type = extensions.readUnsignedShort();
                ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
                if (type == SERVER_NAME) {
                    host = host(extension);
                } else if (type == PROTOCOLS) {
                    protocols = protocols(extension);
                }
            }
            return Optional.of(new ClientHello(host, protocols));
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String host(ByteBuf extension) {
        ByteBuf names = extension.readSlice(extension.readUnsignedShort());
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            String name = text(names, names.readUnsignedShort());
            if (type == HOST_NAME) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static List<String> protocols(ByteBuf extension) {
        ByteBuf names = extension.readSlice(extension.readUnsignedShort());
        var protocols = new ArrayList<String>();
        while (names.isReadable()) {
            protocols.add(text(names, names.readUnsignedByte()));
        }
        return protocols;
    }

    private static String text(ByteBuf in, int length) {
        return in.readSlice(length).toString(StandardCharsets.US_ASCII);
    }
}
