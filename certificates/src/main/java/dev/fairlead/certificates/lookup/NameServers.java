package dev.fairlead.certificates.lookup;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The name servers that are asked about domains: those that are named, else the machine's.
public final class NameServers {
    private static final int TRIES = 2;
    private static final int MOST_TEXT = 512;

    private final Resolver resolver;

    /// Waits for `patience` for each answer.
    public NameServers(List<InetSocketAddress> servers, Duration patience) {
        var all = new ArrayList<Resolver>();
        servers.forEach(server -> all.add(new SimpleResolver(server)));
        var asking = all.isEmpty() ? new ExtendedResolver() : new ExtendedResolver(all);
        asking.setTimeout(patience);
        asking.setRetries(TRIES);
        this.resolver = asking;
    }

    /// The texts of a name; none where there is no such record.
    public List<String> texts(String name) throws LookupFailed {
        return records(name, Type.TXT).stream()
                .filter(TXTRecord.class::isInstance)
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .filter(text -> text.length() <= MOST_TEXT)
                .toList();
    }

    /// What a name is an alias of.
    public Optional<String> alias(String name) throws LookupFailed {
        return records(name, Type.CNAME).stream()
                .filter(CNAMERecord.class::isInstance)
                .map(record ->
                        ((CNAMERecord) record).getTarget().toString(true).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    public List<InetAddress> addresses(String name) throws LookupFailed {
        var found = new ArrayList<InetAddress>();
        for (Record record : records(name, Type.A)) {
            if (record instanceof ARecord four) {
                found.add(four.getAddress());
            }
        }
        for (Record record : records(name, Type.AAAA)) {
            if (record instanceof AAAARecord six) {
                found.add(six.getAddress());
            }
        }
        return found;
    }

    private List<Record> records(String name, int type) throws LookupFailed {
        Lookup lookup;
        try {
            lookup = new Lookup(Name.fromString(name, Name.root), type);
        } catch (TextParseException e) {
            throw new LookupFailed("'" + name + "' is too long to be looked up", e);
        }
        lookup.setResolver(resolver);
        lookup.setCache(null);
        lookup.setSearchPath(List.of());
        Record[] records = lookup.run();
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL -> records == null ? List.of() : List.of(records);
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
            default ->
                    throw new LookupFailed(
                            "the name servers gave no answer about " + name + "; is its zone up?");
        };
    }
}
