package dev.fairlead.controlplane.store.services;

import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.CacheSettings;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.RateLimit.Per;
import dev.fairlead.model.functions.ServiceSettings;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A function's settings as columns.
final class SettingsRow {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> HASHES = new TypeReference<>() {};

    private SettingsRow() {}

    static Map<String, @Nullable Object> columns(ServiceSettings settings) {
        Limits limits = settings.limits();
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("timeout", limits.timeout().toMillis());
        columns.put("memory", limits.memoryBytes());
        columns.put("concurrency", limits.concurrency());
        columns.put("queue", limits.queueLength());
        columns.put("queueTimeout", limits.queueTimeout().toMillis());
        columns.put("maxRequest", limits.maxRequestBytes());
        columns.put("maxResponse", limits.maxResponseBytes());
        columns.put("samples", settings.samples());
        columns.put("access", settings.access().word());
        RateLimit rate = settings.rateLimit().orElse(null);
        columns.put("rateRequests", rate == null ? null : rate.requests());
        columns.put("ratePeriod", rate == null ? null : rate.period().toSeconds());
        columns.put("rateBurst", rate == null ? null : rate.burst());
        columns.put("ratePer", rate == null ? null : rate.per().word());
        columns.put("signedHeaders", settings.signedHeaders().toArray(String[]::new));
        columns.put("cacheEnabled", settings.cache().enabled());
        columns.put("cacheDefault", settings.cache().unsaid().toSeconds());
        columns.put("cacheIgnored", settings.cache().ignoredParameters().toArray(String[]::new));
        columns.put("passwordUsers", settings.users().names().toArray(String[]::new));
        columns.put("passwordHashes", JSON.writeValueAsString(settings.users().hashes()));
        Scale scale = settings.scale();
        columns.put("scaleMin", scale.min());
        columns.put("scaleMax", scale.max());
        columns.put("scaleTarget", scale.targetPercent());
        columns.put("scaleIdle", scale.idle().toMillis());
        columns.put("scaleDown", scale.scaleDownDelay().toMillis());
        return columns;
    }

    static ServiceSettings read(ResultSet row) throws SQLException {
        return new ServiceSettings(
                limits(row),
                row.getBoolean("samples"),
                Access.parse(row.getString("access")).orElseThrow(),
                rate(row),
                texts(row, "signed_headers"),
                new CacheSettings(
                        row.getBoolean("cache_enabled"),
                        Duration.ofSeconds(row.getLong("cache_default_s")),
                        texts(row, "cache_ignored")),
                PasswordUsers.of(JSON.readValue(row.getString("password_hashes"), HASHES)),
                new Scale(
                        row.getInt("scale_min"),
                        row.getInt("scale_max"),
                        row.getInt("scale_target"),
                        Duration.ofMillis(row.getLong("scale_idle_ms")),
                        Duration.ofMillis(row.getLong("scale_down_delay_ms"))));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array names = row.getArray(column);
        return names == null ? List.of() : List.of((String[]) names.getArray());
    }

    private static Optional<RateLimit> rate(ResultSet row) throws SQLException {
        long requests = row.getLong("rate_requests");
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(
                new RateLimit(
                        requests,
                        Duration.ofSeconds(row.getLong("rate_period_s")),
                        row.getLong("rate_burst"),
                        Per.parse(row.getString("rate_per")).orElseThrow()));
    }

    private static Limits limits(ResultSet row) throws SQLException {
        return new Limits(
                Duration.ofMillis(row.getLong("timeout_ms")),
                row.getLong("memory_bytes"),
                row.getInt("concurrency"),
                row.getInt("queue_length"),
                Duration.ofMillis(row.getLong("queue_timeout_ms")),
                row.getLong("max_request_bytes"),
                row.getLong("max_response_bytes"));
    }
}
