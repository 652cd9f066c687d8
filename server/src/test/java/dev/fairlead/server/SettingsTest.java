package dev.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.builders.languages.BaseImages;
import dev.fairlead.builders.languages.NpmSettings;
import dev.fairlead.controlplane.control.builds.BuildLimits;
import dev.fairlead.controlplane.control.caching.Cdns;
import dev.fairlead.controlplane.control.keyservice.TransitKeyService.Place;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.days.DayPartitions.Retention;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.dataplane.clients.TrustedProxies;
import dev.fairlead.dataplane.links.Reach;
import dev.fairlead.identity.mail.SmtpSettings;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.people.EmailAddress;
import dev.fairlead.sandbox.choice.SandboxChoice;
import dev.fairlead.server.apps.AppSettings;
import dev.fairlead.server.audit.AuditSettings;
import dev.fairlead.server.builds.BuildSettings;
import dev.fairlead.server.caching.CachingSettings;
import dev.fairlead.server.domains.DomainSettings;
import dev.fairlead.server.edge.EdgeSettings;
import dev.fairlead.server.identity.IdentitySettings;
import dev.fairlead.server.variables.KeyServiceSettings;
import dev.fairlead.server.variables.MasterKeySettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsTest {
    private static final Path HOME = Path.of("/opt/fairlead");

    private static Settings parse(List<String> flags, Map<String, String> environment) {
        return Settings.parse(flags, environment, HOME);
    }

    @Test
    void what_is_not_set_has_its_default() {
        // Given / When
        Settings settings = parse(List.of(), Map.of("HOME", "/home/ada"));
        // Then
        assertThat(settings)
                .isEqualTo(
                        new Settings(
                                "127.0.0.1",
                                8080,
                                Path.of("/home/ada/.local/share/fairlead"),
                                Optional.empty(),
                                false,
                                HOME,
                                Optional.of(Path.of("/home/ada/.config/fairlead/access")),
                                new Retention(30, 50_000_000),
                                new BuildSettings(
                                        BuildLimits.of(Runtime.getRuntime().availableProcessors()),
                                        Optional.empty(),
                                        Optional.empty(),
                                        BaseImages.PUBLIC),
                                new SandboxChoice(
                                        SandboxChoice.Kind.AUTO, Path.of("/var/run/docker.sock")),
                                new EdgeSettings(
                                        TrustedProxies.NONE,
                                        new Reach(false, List.of(), List.of()),
                                        Optional.of(RateLimit.parse("5000/1s,burst=10000")),
                                        Optional.empty(),
                                        Optional.of(RateLimit.parse("500/1s,burst=5000"))),
                                IdentitySettings.NONE,
                                AuditSettings.NONE,
                                DomainSettings.parse(Map.of()),
                                MasterKeySettings.NONE,
                                new CachingSettings(64 << 20, 1L << 30, Cdns.Roots.STANDARD),
                                new AppSettings("", "", new Retention(14, 20_000_000))));
    }

    @Test
    void the_environment_sets_everything() {
        // Given
        var environment =
                Map.ofEntries(
                        Map.entry("HOME", "/root"),
                        Map.entry("XDG_CONFIG_HOME", "/etc/xdg"),
                        Map.entry("FAIRLEAD_HOST", "0.0.0.0"),
                        Map.entry("FAIRLEAD_PORT", "80"),
                        Map.entry("FAIRLEAD_DATA_DIR", "/srv/fairlead"),
                        Map.entry("FAIRLEAD_DATABASE_URL", "postgres://ada:secret@db:5433/main"),
                        Map.entry("FAIRLEAD_EXECUTION_DAYS", "7"),
                        Map.entry("FAIRLEAD_EXECUTION_ROWS", "1000"),
                        Map.entry("FAIRLEAD_LOG_DAYS", "3"),
                        Map.entry("FAIRLEAD_LOG_ROWS", "5000"),
                        Map.entry("FAIRLEAD_BUILDS", "8"),
                        Map.entry("FAIRLEAD_BUILDS_PER_PROJECT", "3"),
                        Map.entry("FAIRLEAD_NPM_REGISTRY", "https://npm.example:8443"),
                        Map.entry("FAIRLEAD_BUILD_PROXY", "proxy.example:3128"),
                        Map.entry("FAIRLEAD_BASE_IMAGES", "mirror.example:5000/bases"),
                        Map.entry("FAIRLEAD_SANDBOX", "container"),
                        Map.entry("FAIRLEAD_ENGINE", "unix:///run/engine.sock"),
                        Map.entry("FAIRLEAD_CONTAINER_RUNTIME", "runsc"),
                        Map.entry("FAIRLEAD_CONTAINER_SUBNETS", "10.7.0.0/20"),
                        Map.entry("FAIRLEAD_ADDRESS_RATE", "off"),
                        Map.entry("FAIRLEAD_ORGANIZATION_RATE", "9/h"),
                        Map.entry("FAIRLEAD_CALLER_RATE", "3/s"),
                        Map.entry("FAIRLEAD_TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::1"),
                        Map.entry("FAIRLEAD_UPSTREAMS", "10.2.0.0/16, /run/apps/"),
                        Map.entry("FAIRLEAD_CACHE_MEMORY_MIB", "8"),
                        Map.entry("FAIRLEAD_CACHE_DISK_MIB", "0"),
                        Map.entry("FAIRLEAD_FASTLY_URL", "http://localhost:1"),
                        Map.entry("FAIRLEAD_PUBLIC_URL", "https://fairlead.example/"),
                        Map.entry("FAIRLEAD_PROVIDER_ADDRESSES", "10.0.0.0/8, ::1"),
                        Map.entry("FAIRLEAD_SMTP_URL", "smtp://ada:s%3Acret@mail.example"),
                        Map.entry("FAIRLEAD_MASTER_KEY", "aa, bb"),
                        Map.entry("FAIRLEAD_KMS_URL", "https://vault:8200"),
                        Map.entry("FAIRLEAD_KMS_KEY", "fairlead"),
                        Map.entry("FAIRLEAD_KMS_MOUNT", "team/keys/"),
                        Map.entry("FAIRLEAD_KMS_NAMESPACE", "apps/"),
                        Map.entry("FAIRLEAD_KMS_TOKEN", "hvs.token"),
                        Map.entry("FAIRLEAD_AUDIT_DAYS", "400"),
                        Map.entry("FAIRLEAD_AUDIT_RECEIVERS", "10.1.0.0/16"),
                        Map.entry("FAIRLEAD_MAIL_FROM", "Fairlead@example.org"));
        // When
        Settings settings = parse(List.of(), environment);
        // Then
        assertThat(settings)
                .isEqualTo(
                        new Settings(
                                "0.0.0.0",
                                80,
                                Path.of("/srv/fairlead"),
                                Optional.of(
                                        new DatabaseSettings("db", 5433, "main", "ada", "secret")),
                                false,
                                HOME,
                                Optional.of(Path.of("/etc/xdg/fairlead/access")),
                                new Retention(7, 1000),
                                new BuildSettings(
                                        new BuildLimits(8, 3, 10_000),
                                        Optional.of(
                                                new NpmSettings(
                                                        URI.create("https://npm.example:8443/"),
                                                        1L << 30)),
                                        Optional.of("proxy.example:3128"),
                                        new BaseImages("mirror.example:5000/bases")),
                                new SandboxChoice(
                                        SandboxChoice.Kind.CONTAINER, Path.of("/run/engine.sock")),
                                new EdgeSettings(
                                        TrustedProxies.parse("10.0.0.0/8,2001:db8::1"),
                                        new Reach(
                                                false,
                                                List.of(IpRange.parse("10.2.0.0/16")),
                                                List.of(Path.of("/run/apps"))),
                                        Optional.empty(),
                                        Optional.of(RateLimit.parse("9/1h")),
                                        Optional.of(RateLimit.parse("3/1s"))),
                                new IdentitySettings(
                                        Optional.of("https://fairlead.example"),
                                        Optional.of(
                                                new SmtpSettings(
                                                        "mail.example",
                                                        587,
                                                        SmtpSettings.Security.STARTTLS,
                                                        Optional.of("ada"),
                                                        Optional.of("s:cret"),
                                                        new EmailAddress("fairlead@example.org"))),
                                        List.of(IpRange.parse("10.0.0.0/8"), IpRange.parse("::1"))),
                                new AuditSettings(
                                        Optional.of(400), List.of(IpRange.parse("10.1.0.0/16"))),
                                DomainSettings.parse(environment),
                                new MasterKeySettings(
                                        List.of("aa", "bb"),
                                        Optional.of(
                                                new KeyServiceSettings(
                                                        new Place(
                                                                URI.create("https://vault:8200"),
                                                                "team/keys",
                                                                "fairlead",
                                                                Optional.of("apps/")),
                                                        "hvs.token",
                                                        List.of()))),
                                new CachingSettings(
                                        8 << 20,
                                        0,
                                        new Cdns.Roots(
                                                URI.create("http://localhost:1"),
                                                Cdns.Roots.STANDARD.cloudflare())),
                                new AppSettings("runsc", "10.7.0.0/20", new Retention(3, 5000))));
    }

    @Test
    void flags_win_over_the_environment() {
        // Given
        var environment =
                Map.of(
                        "FAIRLEAD_HOST", "0.0.0.0",
                        "FAIRLEAD_PORT", "80",
                        "FAIRLEAD_DATA_DIR", "/srv/fairlead");
        var flags =
                List.of("--demo", "--host", "::1", "--port", "0", "--data-dir", "/srv/x/../other");
        // When
        Settings settings = parse(flags, environment);
        // Then
        assertThat(settings.demo()).isTrue();
        assertThat(settings.host()).isEqualTo("::1");
        assertThat(settings.port()).isZero();
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("/srv/other"));
    }

    @Test
    void root_keeps_its_data_where_postgresql_can_reach_it() {
        // Given / When
        Settings root = parse(List.of(), Map.of("HOME", "/root"));
        Settings nobody = parse(List.of(), Map.of());
        // Then
        assertThat(root.dataDirectory()).isEqualTo(Path.of("/var/lib/fairlead"));
        assertThat(nobody.dataDirectory()).isEqualTo(Path.of("/var/lib/fairlead"));
        assertThat(nobody.accessFile()).isEmpty();
    }

    @Test
    void blank_is_not_set() {
        // Given
        var environment =
                Map.of(
                        "FAIRLEAD_DATABASE_URL", " ",
                        "FAIRLEAD_EXECUTION_DAYS", "",
                        "FAIRLEAD_EXECUTION_ROWS", " ");
        // When
        Settings settings = parse(List.of(), environment);
        // Then
        assertThat(settings.database()).isEmpty();
        assertThat(settings.executions()).isEqualTo(Retention.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "FAIRLEAD_CONTAINER_RUNTIME, runsc --debug",
        "FAIRLEAD_CONTAINER_SUBNETS, 10.7.0.0/27",
        "FAIRLEAD_CONTAINER_SUBNETS, 10.7.1.0/16",
        "FAIRLEAD_CONTAINER_SUBNETS, 10.256.0.0/16",
        "FAIRLEAD_NPM_REGISTRY, http://npm.example",
        "FAIRLEAD_NPM_REGISTRY, https://ada:secret@npm.example",
        "FAIRLEAD_NPM_REGISTRY, not an address",
        "FAIRLEAD_BUILD_PROXY, http://proxy.example:3128",
        "FAIRLEAD_BUILD_PROXY, proxy.example",
    })
    void an_address_that_cannot_be_is_refused_by_name(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(List.of(), Map.of(name, value)))
                .withMessageContaining(name);
    }

    @Test
    void what_the_operator_names_may_be_on_a_private_network() {
        // Given / When
        Settings named =
                parse(List.of(), Map.of("FAIRLEAD_NPM_REGISTRY", "https://npm.example:8443"));
        Settings usual = parse(List.of(), Map.of());
        // Then
        assertThat(named.builds().network().inner()).containsExactly("npm.example:8443");
        assertThat(usual.builds().network().inner()).isEmpty();
    }

    @Test
    void no_days_are_no_history() {
        // Given / When
        Settings settings = parse(List.of(), Map.of("FAIRLEAD_EXECUTION_DAYS", "0"));
        // Then
        assertThat(settings.executions().none()).isTrue();
        assertThat(Retention.DEFAULT.none()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "FAIRLEAD_EXECUTION_DAYS, -1, from 0 to 3650",
        "FAIRLEAD_LOG_DAYS, 3651, from 0 to 3650",
        "FAIRLEAD_LOG_ROWS, 0, from 1 to 1000000000000",
        "FAIRLEAD_EXECUTION_DAYS, 3651, from 0 to 3650",
        "FAIRLEAD_EXECUTION_DAYS, a week, from 0 to 3650",
        "FAIRLEAD_EXECUTION_DAYS, 1.5, from 0 to 3650",
        "FAIRLEAD_BUILDS, 0, from 1 to 64",
        "FAIRLEAD_BUILDS_PER_PROJECT, 65, from 1 to 64",
        "FAIRLEAD_EXECUTION_ROWS, 0, from 1 to 1000000000000",
        "FAIRLEAD_EXECUTION_ROWS, 99999999999999999999, from 1 to 1000000000000",
    })
    void what_is_out_of_range_is_refused_by_name(String name, String value, String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(List.of(), Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining(range)
                .withMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource({"--port, 65536", "--port, http", "--fast, 1"})
    void a_flag_that_cannot_be_is_refused(String flag, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(List.of(flag, value), Map.of()));
    }

    @Test
    void a_flag_without_its_value_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(List.of("--port"), Map.of()))
                .withMessageContaining("--port needs a value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FAIRLEAD_TRUSTED_PROXIES | 10.0.0.0/33 | 10.0.0.0/8",
                "FAIRLEAD_TRUSTED_PROXIES | proxy.example | 10.0.0.0/8",
                "FAIRLEAD_ADDRESS_RATE | fast | 100/1m",
                "FAIRLEAD_ADDRESS_RATE | 0/1s | 1 to",
                "FAIRLEAD_ORGANIZATION_RATE | 9/1h,per=function | leave out per=",
            })
    void what_the_gateway_cannot_take_is_refused_with_what_to_write(
            String name, String value, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(List.of(), Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining(told);
    }
}
