package dev.fairlead.controlplane.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.access.SigningKeyStore;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.AudienceStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;
import dev.fairlead.identity.tokens.AccessTokens;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.testkit.access.GatekeeperContract;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;

class FunctionGateTest extends GatekeeperContract {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Database DATABASE = TestPostgres.migrated();
    private static final AccessChanges CHANGES = new AccessChanges(DATABASE);
    private static final OrganizationId OURS = TestPostgres.organization(DATABASE, "ours");
    private static final OrganizationId THEIRS = TestPostgres.organization(DATABASE, "theirs");
    private static final SecretText OUR_KEY = key(OURS);
    private static final SecretText THEIR_KEY = key(THEIRS);
    private static final ServiceId FUNCTION = function();

    static {
        CHANGES.start();
        Awaiting.until("word of changes", CHANGES::certain);
    }

    private static SecretText key(OrganizationId organization) {
        SecretText text = SecretText.generate(SecretText.Kind.INSTALLATION_KEY);
        new Keys(new KeyStore(DATABASE, CLOCK), CLOCK).add(organization, "first", text);
        return text;
    }

    private static ServiceId function() {
        var project = new ProjectStore(DATABASE, CLOCK).create(OURS, new ProjectName("shop"));
        return new ServiceStore(DATABASE, CLOCK)
                .create(project, new ServiceName("hello"), ServiceSettings.DEFAULT)
                .id();
    }

    @AfterAll
    static void close() {
        CHANGES.close();
        DATABASE.close();
    }

    private static Gatekeeper gatekeeper(Database database) {
        var keys = new KeyStore(database, CLOCK);
        var callers =
                new Callers(
                        new AccessStore(database),
                        keys,
                        new SigningKeys(
                                new SigningKeyStore(database, CLOCK),
                                new Envelope(new byte[Envelope.KEY_BYTES]),
                                CLOCK),
                        new AccessTokens(Duration.ofMinutes(10)),
                        new Uses(
                                keys,
                                new SessionStore(database, CLOCK),
                                Duration.ofHours(1),
                                CLOCK),
                        CHANGES,
                        CLOCK);
        return new FunctionGate(callers, new AudienceStore(database), CHANGES, CLOCK);
    }

    @Override
    protected Gatekeeper gatekeeper() {
        return gatekeeper(DATABASE);
    }

    @Override
    protected Question allowed() {
        return new Question(FUNCTION, OURS, OUR_KEY.text(), "192.0.2.1");
    }

    @Override
    protected Question foreign() {
        return new Question(FUNCTION, OURS, THEIR_KEY.text(), "192.0.2.1");
    }

    @Test
    void a_decision_is_at_hand_until_somebodys_rights_change() {
        // Given
        Gatekeeper gatekeeper = gatekeeper();
        assertThat(gatekeeper.known(allowed())).isEmpty();
        Verdict verdict = gatekeeper.decide(allowed());
        assertThat(gatekeeper.known(allowed())).contains(verdict);
        // When
        DATABASE.inInstallation(handle -> handle.execute("notify fairlead_access"));
        // Then
        Awaiting.until("another question", () -> gatekeeper.known(allowed()).isEmpty());
        assertThat(gatekeeper.decide(allowed())).isEqualTo(verdict);
    }

    @Test
    void without_a_database_it_cannot_be_said() {
        // Given
        try (var nowhere = new Database(DatabaseSettings.parse("postgres://a:b@127.0.0.1:1/c"))) {
            // When
            Verdict verdict = gatekeeper(nowhere).decide(allowed());
            // Then
            assertThat(verdict).isEqualTo(new Verdict.Unavailable());
        }
    }
}
