package dev.fairlead.certificates.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Update;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;

/// A zone whose name server takes changes by RFC 2136, signed with a key it shares with us (TSIG,
/// RFC 8945).
public final class DynamicUpdate implements DnsProvider {
    private static final int SECONDS_TO_LIVE = 60;

    private final InetSocketAddress server;
    private final Name zone;
    private final TsigKey key;
    private final Duration patience;

    /// Throws `DnsFailed` for names that are none.
    public DynamicUpdate(InetSocketAddress server, String zone, TsigKey key, Duration patience)
            throws DnsFailed {
        this.server = server;
        this.zone = name(zone);
        this.key = key;
        this.patience = patience;
    }

    private static Name name(String text) throws DnsFailed {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new DnsFailed("'" + text + "' is no name of the DNS", e);
        }
    }

    @Override
    public void present(String name, String text) throws DnsFailed {
        var update = new Update(zone);
        update.add(record(name, text));
        send(update);
    }

    @Override
    public void remove(String name, String text) throws DnsFailed {
        var update = new Update(zone);
        update.delete(record(name, text));
        send(update);
    }

    private static TXTRecord record(String name, String text) throws DnsFailed {
        return new TXTRecord(name(name), DClass.IN, SECONDS_TO_LIVE, text);
    }

    private void send(Update update) throws DnsFailed {
        var resolver = new SimpleResolver(server);
        resolver.setTCP(true);
        resolver.setTimeout(patience);
        resolver.setTSIGKey(
                new TSIG(
                        name(key.algorithm().word()),
                        name(key.name()),
                        Base64.getDecoder().decode(key.secret())));
        Message answer;
        try {
            answer = resolver.send(update);
        } catch (IOException e) {
            throw new DnsFailed("the name server does not answer", e);
        }
        if (answer.getRcode() != Rcode.NOERROR) {
            TSIGRecord signed = answer.getTSIG();
            String why =
                    signed == null || signed.getError() == Rcode.NOERROR
                            ? ""
                            : ", " + Rcode.TSIGstring(signed.getError());
            throw new DnsFailed(
                    "the name server refuses the change: " + Rcode.string(answer.getRcode()) + why);
        }
        if (!answer.isVerified()) {
            throw new DnsFailed("the name server's answer is not signed with the key");
        }
    }
}
