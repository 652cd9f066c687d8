package dev.fairlead.controlplane.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;
import dev.fairlead.model.ids.FunctionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.testkit.access.GatekeeperContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Clock;

class KeyGatekeeperTest extends GatekeeperContract {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Database DATABASE = TestPostgres.migrated();
    private static final Keys KEYS = new Keys(new KeyStore(DATABASE, CLOCK), CLOCK);
    private static final OrganizationId OURS = TestPostgres.organization(DATABASE, "ours");
    private static final OrganizationId THEIRS = TestPostgres.organization(DATABASE, "theirs");
    private static final String OUR_KEY = Keys.generate();
    private static final String THEIR_KEY = Keys.generate();
    private static final FunctionId FUNCTION = FunctionId.next(CLOCK);

    static {
        KEYS.add(OURS, "ours", OUR_KEY);
        KEYS.add(THEIRS, "theirs", THEIR_KEY);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    protected Gatekeeper gatekeeper() {
        return new KeyGatekeeper(KEYS, CLOCK);
    }

    @Override
    protected Question allowed() {
        return new Question(FUNCTION, OURS, OUR_KEY, "192.0.2.1");
    }

    @Override
    protected Question foreign() {
        return new Question(FUNCTION, OURS, THEIR_KEY, "192.0.2.1");
    }

    @Test
    void an_answer_is_at_hand_after_it_was_decided() {
        // Given
        Gatekeeper gatekeeper = gatekeeper();
        assertThat(gatekeeper.known(allowed())).isEmpty();
        // When
        Verdict verdict = gatekeeper.decide(allowed());
        // Then
        assertThat(gatekeeper.known(allowed())).contains(verdict);
    }

    @Test
    void without_a_database_it_cannot_be_said() {
        // Given
        try (var nowhere = new Database(DatabaseSettings.parse("postgres://a:b@127.0.0.1:1/c"))) {
            var gatekeeper =
                    new KeyGatekeeper(new Keys(new KeyStore(nowhere, CLOCK), CLOCK), CLOCK);
            // When / Then
            assertThat(gatekeeper.decide(allowed())).isEqualTo(new Verdict.Unavailable());
        }
    }
}
