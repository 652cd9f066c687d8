package dev.fairlead.dataplane.cache;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// How long an answer is good (RFC 9111, 4.2), how long after that it is given while a newer one is
/// fetched and when none can be had (RFC 5861), and whether it may go to who shows a credential.
record Lifetimes(Duration fresh, Duration whileRevalidate, Duration ifError, boolean open) {
    private static final Set<Integer> STORABLE =
            Set.of(200, 203, 300, 301, 302, 307, 308, 404, 410);
    private static final Set<Integer> UNSAID = Set.of(200, 203, 301, 308, 404, 410);
    private static final String TARGETED = "cdn-cache-control";

    /// Of an answer; empty where it must not be kept. `credentialed` says that whoever asked showed
    /// who they are, `unsaid` how long what says nothing of it is good.
    static Optional<Lifetimes> of(
            int status, MultiMap head, boolean credentialed, Duration unsaid, Instant now) {
        if (!STORABLE.contains(status) || head.contains("set-cookie") || endless(head)) {
            return Optional.empty();
        }
        List<String> targeted = head.getAll(TARGETED);
        boolean ours = !targeted.isEmpty();
        List<String> lines = ours ? targeted : head.getAll("cache-control");
        var control = CacheControl.parse(lines);
        boolean open = control.has("public") || control.has("s-maxage");
        boolean forbidden =
                control.has("no-store") || control.has("private") || control.has("no-cache");
        boolean old = lines.isEmpty() && head.contains("pragma");
        if (forbidden || old || (credentialed && !open)) {
            return Optional.empty();
        }
        long seconds =
                said(control, ours, head, now)
                        .orElse(UNSAID.contains(status) ? unsaid.toSeconds() : 0);
        var fresh = Duration.ofSeconds(Math.max(0, seconds - age(head)));
        boolean strict = control.has("must-revalidate") || control.has("proxy-revalidate");
        var whileRevalidate = stale(control, "stale-while-revalidate", strict);
        if (fresh.isZero() && whileRevalidate.isZero()) {
            return Optional.empty();
        }
        return Optional.of(
                new Lifetimes(
                        fresh, whileRevalidate, stale(control, "stale-if-error", strict), open));
    }

    private static boolean endless(MultiMap head) {
        String type = head.get("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    private static OptionalLong said(
            CacheControl control, boolean ours, MultiMap head, Instant now) {
        OptionalLong shared = control.seconds("s-maxage");
        if (shared.isPresent()) {
            return shared;
        }
        OptionalLong most = control.seconds("max-age");
        if (most.isPresent() || ours || !head.contains("expires")) {
            return most;
        }
        Optional<Instant> expires = date(head.get("expires"));
        Instant made = date(head.get("date")).orElse(now);
        return OptionalLong.of(
                expires.map(at -> Math.max(0, Duration.between(made, at).toSeconds())).orElse(0L));
    }

    private static Duration stale(CacheControl control, String directive, boolean strict) {
        return Duration.ofSeconds(strict ? 0 : control.seconds(directive).orElse(0));
    }

    /// In seconds, what caches before us said.
    static long age(MultiMap head) {
        String age = head.get("age");
        return age == null ? 0 : age(age);
    }

    static long age(String said) {
        return CacheControl.parse(List.of("a=" + said)).seconds("a").orElse(0);
    }

    /// Of a field of the head.
    static Optional<Instant> date(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
