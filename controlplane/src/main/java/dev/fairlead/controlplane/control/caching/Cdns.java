package dev.fairlead.controlplane.control.caching;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.caching.Cdn;
import dev.fairlead.controlplane.store.caching.CdnStore;
import dev.fairlead.controlplane.store.caching.PurgeStore;
import dev.fairlead.controlplane.store.caching.PurgeStore.Due;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The networks in front of projects: which they are, and that they hear of what is to be
/// forgotten, again and again until they take it.
public final class Cdns {
    private static final Logger LOG = LoggerFactory.getLogger(Cdns.class);
    private static final int BATCH = 50;
    private static final int MOST_TRIES = 12;
    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{8,512}");

    private final CdnStore store;
    private final PurgeStore purges;
    private final Envelope envelope;
    private final Clock clock;
    private final Fastly fastly;
    private final Cloudflare cloudflare;

    public Cdns(CdnStore store, PurgeStore purges, Envelope envelope, Roots roots, Clock clock) {
        this.store = store;
        this.purges = purges;
        this.envelope = envelope;
        this.clock = clock;
        var call = new NetworkCall();
        this.fastly = new Fastly(call, roots.fastly());
        this.cloudflare = new Cloudflare(call, roots.cloudflare());
    }

    /// Where their interfaces are.
    public record Roots(URI fastly, URI cloudflare) {
        public static final Roots STANDARD =
                new Roots(
                        URI.create("https://api.fastly.com"),
                        URI.create("https://api.cloudflare.com"));
    }

    /// What a project's token is called when it is sealed.
    public static String bound(ProjectId project) {
        return project + "/cdn";
    }

    public Cdn set(
            OrganizationId organization,
            ProjectId project,
            String kind,
            String place,
            Optional<String> token) {
        Cdn.Kind of =
                Cdn.Kind.parse(kind)
                        .orElseThrow(
                                () -> Rejected.field("/kind", "use one of fastly, cloudflare"));
        if (!PLACE.matcher(place).matches()) {
            throw Rejected.field("/place", "use the id of the service or zone there");
        }
        if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
            throw Rejected.field("/token", "use 8 to 512 visible characters");
        }
        String sealed =
                token.map(text ->
                                Base64.getEncoder()
                                        .encodeToString(envelope.seal(bound(project), text)))
                        .or(() ->
                                store.find(organization, project)
                                        .filter(one -> one.kind() == of)
                                        .map(Cdn::sealed))
                        .orElseThrow(() -> Rejected.field("/token", "is needed"));
        var cdn = new Cdn(project, of, place, sealed);
        if (!store.put(organization, cdn)) {
            throw new Rejected(ErrorCode.PROJECT_NOT_FOUND, "no project " + project);
        }
        return cdn;
    }

    public Cdn get(OrganizationId organization, ProjectId project) {
        return store.find(organization, project)
                .orElseThrow(() -> new Rejected(ErrorCode.CDN_NOT_FOUND, "the project has no CDN"));
    }

    public void remove(OrganizationId organization, ProjectId project) {
        if (!store.delete(organization, project)) {
            throw new Rejected(ErrorCode.CDN_NOT_FOUND, "the project has no CDN");
        }
    }

    /// Tells networks what they have not heard yet.
    public void deliver() {
        List<Due> due = purges.due(BATCH);
        for (Due one : due) {
            deliver(one);
        }
    }

    private void deliver(Due due) {
        long id = due.purge().id();
        Instant now = clock.instant();
        Optional<Cdn> cdn = store.find(due.project());
        if (cdn.isEmpty()) {
            purges.told(id, "failed", "the project has no CDN any more", now);
            return;
        }
        try {
            String token =
                    envelope.open(
                            bound(due.project()), Base64.getDecoder().decode(cdn.get().sealed()));
            network(cdn.get().kind()).purge(cdn.get().place(), token, due.purge());
            purges.told(id, "done", "", now);
        } catch (IOException | IllegalArgumentException e) {
            boolean last = due.tries() >= MOST_TRIES;
            LOG.warn("a CDN did not take a purge project={} tries={}", due.project(), due.tries());
            purges.told(
                    id,
                    last ? "failed" : "pending",
                    e instanceof IOException ? reason(e) : "it cannot be asked so",
                    now.plus(wait(due.tries())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Network network(Cdn.Kind kind) {
        return switch (kind) {
            case FASTLY -> fastly;
            case CLOUDFLARE -> cloudflare;
        };
    }

    /// Never what was sent.
    private static String reason(Exception why) {
        String said = String.valueOf(why.getMessage());
        return said.startsWith("it ") ? said : "it could not be reached";
    }

    private static Duration wait(int tries) {
        return Duration.ofSeconds(Math.min(600, 1L << Math.min(tries, 10)));
    }
}
