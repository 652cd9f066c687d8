package dev.fairlead.controlplane.control.domains;

import dev.fairlead.certificates.lookup.LookupFailed;
import dev.fairlead.certificates.lookup.NameServers;
import dev.fairlead.certificates.lookup.WebFile;
import dev.fairlead.controlplane.store.domains.Domain;
import dev.fairlead.controlplane.store.domains.DomainCheckStore;
import dev.fairlead.model.domains.DomainState;
import dev.fairlead.model.domains.ProofMethod;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks whether the network shows that a domain belongs to whoever claims it.
public final class Ownership {
    private static final String TXT_BELOW = "_fairlead.";
    private static final String TXT_TEXT = "fairlead=";
    private static final String FILE = "/.well-known/fairlead/";
    private static final int MOST_SHOWN = 3;
    private static final int LONGEST_SHOWN = 80;

    private final NameServers names;
    private final WebFile files;
    private final DomainCheckStore store;
    private final DomainRules rules;

    public Ownership(NameServers names, WebFile files, DomainCheckStore store, DomainRules rules) {
        this.names = names;
        this.files = files;
        this.store = store;
        this.rules = rules;
    }

    /// One way to prove a domain: what to set, and where.
    public record Proof(ProofMethod method, String where, String value) {}

    /// What was found.
    sealed interface Finding {
        record Proven(ProofMethod method) implements Finding {}

        record Unproven(String seen) implements Finding {}
    }

    /// The ways that are open to this claim.
    public List<Proof> proofs(Domain domain) {
        var all = new ArrayList<Proof>();
        all.add(txt(domain));
        cname(domain).ifPresent(all::add);
        if (byHttp(domain)) {
            all.add(
                    new Proof(
                            ProofMethod.HTTP,
                            "http://" + domain.name() + FILE + domain.token(),
                            domain.token()));
        }
        return all.stream().filter(one -> rules.methods().contains(one.method())).toList();
    }

    private static Proof txt(Domain domain) {
        return new Proof(
                ProofMethod.TXT, TXT_BELOW + domain.name().base(), TXT_TEXT + domain.token());
    }

    /// An own name for each claim: an alias that somebody forgot proves nothing for the next one.
    private Optional<Proof> cname(Domain domain) {
        return domain.name().wildcard()
                ? Optional.empty()
                : rules.target()
                        .map(target ->
                                new Proof(
                                        ProofMethod.CNAME,
                                        domain.name().text(),
                                        domain.token() + "." + target));
    }

    /// That a name leads here proves it only for the first one who has it: the file is ours, and
    /// records are forgotten.
    private boolean byHttp(Domain domain) {
        return !domain.name().wildcard()
                && !(domain.state() != DomainState.ACTIVE
                        && store.heldByOthers(domain.organization(), domain.name()));
    }

    Finding look(Domain domain) {
        var seen = new ArrayList<String>();
        for (Proof proof : proofs(domain)) {
            try {
                Optional<String> instead =
                        switch (proof.method()) {
                            case TXT -> text(proof);
                            case CNAME -> alias(proof);
                            case HTTP -> file(domain, proof);
                        };
                if (instead.isEmpty()) {
                    return new Finding.Proven(proof.method());
                }
                seen.add(instead.get());
            } catch (LookupFailed e) {
                seen.add(String.valueOf(e.getMessage()));
            }
        }
        return new Finding.Unproven(
                seen.isEmpty() ? "nothing proves this kind of name here" : String.join("; ", seen));
    }

    /// Empty where it is there, else what is there instead.
    private Optional<String> text(Proof proof) throws LookupFailed {
        List<String> found = names.texts(proof.where());
        if (found.contains(proof.value())) {
            return Optional.empty();
        }
        return Optional.of(
                found.isEmpty()
                        ? "no TXT record at " + proof.where()
                        : "TXT records at "
                                + proof.where()
                                + " say "
                                + found.stream()
                                        .limit(MOST_SHOWN)
                                        .map(Ownership::quoted)
                                        .collect(Collectors.joining(", ")));
    }

    private static String quoted(String text) {
        String plain = text.replaceAll("[^ -~]", "?");
        return plain.length() <= LONGEST_SHOWN
                ? "'" + plain + "'"
                : "'" + plain.substring(0, LONGEST_SHOWN) + "...'";
    }

    private Optional<String> alias(Proof proof) throws LookupFailed {
        Optional<String> found = names.alias(proof.where());
        if (found.filter(proof.value()::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                found.map(other -> proof.where() + " is an alias of " + quoted(other))
                        .orElseGet(() -> proof.where() + " is no alias (CNAME)"));
    }

    private Optional<String> file(Domain domain, Proof proof) throws LookupFailed {
        String name = domain.name().text();
        List<InetAddress> addresses = names.addresses(name);
        if (addresses.isEmpty()) {
            return Optional.of(name + " has no address");
        }
        if (!addresses.stream().allMatch(rules.reachable())) {
            return Optional.of(name + " has an address that may not be asked");
        }
        Optional<String> text =
                files.read(addresses.getFirst(), rules.httpPort(), name, FILE + domain.token());
        return text.filter(proof.value()::equals).isPresent()
                ? Optional.empty()
                : Optional.of("the web server of " + name + " does not show the file");
    }
}
