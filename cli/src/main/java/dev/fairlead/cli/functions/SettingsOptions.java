package dev.fairlead.cli.functions;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Seconds;
import dev.fairlead.cli.sources.ProjectFile;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.RateLimit;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may call a function and how often, as commands take it.
public final class SettingsOptions {
    @Option(
            names = "--access",
            description = "who may call it: public, private, authenticated, signed or password")
    private @Nullable String access;

    @Option(
            names = "--rate-limit",
            paramLabel = "LIMIT",
            description =
                    "REQUESTS/PERIOD[,burst=N][,per=address|function], such as 100/1m; or off")
    private @Nullable String rateLimit;

    @Option(
            names = "--signed-headers",
            paramLabel = "NAMES",
            description = "headers that signatures have to cover, with commas; or none")
    private @Nullable String signedHeaders;

    @Option(names = "--cache", description = "keep answers as they allow it: on or off")
    private @Nullable String cache;

    @Option(
            names = "--cache-default",
            paramLabel = "TIME",
            description = "how long answers are kept that do not say so, such as 30s; or off")
    private @Nullable String cacheDefault;

    @Option(
            names = "--cache-ignore",
            paramLabel = "NAMES",
            description = "query parameters that make no other answer, such as utm_*; or none")
    private @Nullable String cacheIgnore;

    /// What is said here, else in `file`, as the body of a change; empty where neither says any.
    public Map<String, Object> changes(ProjectFile file) {
        var body = new LinkedHashMap<String, Object>();
        Optional.ofNullable(access).or(file::access).ifPresent(word -> body.put("access", word));
        Optional.ofNullable(rateLimit)
                .or(file::rateLimit)
                .ifPresent(text -> body.put("rateLimit", rate(text)));
        Optional.ofNullable(signedHeaders)
                .or(file::signedHeaders)
                .ifPresent(text -> body.put("signedHeaders", names(text)));
        Map<String, Object> caching = caching(file);
        if (!caching.isEmpty()) {
            body.put("cache", caching);
        }
        return body;
    }

    private Map<String, Object> caching(ProjectFile file) {
        var caching = new LinkedHashMap<String, Object>();
        Optional.ofNullable(cache)
                .or(() -> file.cache("enabled"))
                .ifPresent(word -> caching.put("enabled", on(word)));
        Optional.ofNullable(cacheDefault)
                .or(() -> file.cache("default"))
                .ifPresent(text -> caching.put("defaultSeconds", seconds(text)));
        Optional.ofNullable(cacheIgnore)
                .or(() -> file.cache("ignore"))
                .ifPresent(text -> caching.put("ignoredParameters", names(text)));
        return caching;
    }

    private static boolean on(String word) {
        return switch (word) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new CommandFailed(ExitCode.USAGE, "cache: use on or off");
        };
    }

    private static long seconds(String text) {
        return text.equals("off") ? 0 : Seconds.of("--cache-default", text);
    }

    private static List<String> names(String text) {
        return text.equals("none")
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Map<String, Object> rate(String text) {
        if (text.equals("off")) {
            return Map.of("requests", 0);
        }
        try {
            RateLimit limit = RateLimit.parse(text);
            return Map.of(
                    "requests", limit.requests(),
                    "periodSeconds", limit.period().toSeconds(),
                    "burst", limit.burst(),
                    "per", limit.per().word());
        } catch (InvalidValue e) {
            throw new CommandFailed(ExitCode.USAGE, "rate limit: " + e.rule());
        }
    }
}
