package dev.fairlead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "hello", "hello-wasm", "a1-b2-c3"})
    void good_names_are_taken(String name) {
        assertThat(new ServiceName(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "1a", "-a", "a-", "a--b", "a b", "a_b", "a.b", "ä", "a/b", "a\n"})
    void bad_names_are_refused_with_the_rule(String name) {
        assertThatThrownBy(() -> new ServiceName(name))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("a-z");
    }

    @Test
    void a_name_of_31_characters_is_too_long() {
        assertThatThrownBy(() -> new ServiceName("a".repeat(31))).isInstanceOf(InvalidValue.class);
    }

    @Test
    void limits_name_what_is_out_of_range() {
        assertThatThrownBy(() -> new Limits(Duration.ZERO, 1 << 20, 1, 1, Duration.ZERO, 1, 1))
                .isInstanceOfSatisfying(
                        InvalidValue.class, e -> assertThat(e.what()).isEqualTo("timeoutMs"));
    }

    @Test
    void deployments_go_forward_only() {
        assertThat(DeploymentState.PENDING.mayBecome(DeploymentState.BUILDING)).isTrue();
        assertThat(DeploymentState.BUILDING.mayBecome(DeploymentState.FAILED)).isTrue();
        assertThat(DeploymentState.ACTIVE.mayBecome(DeploymentState.SUPERSEDED)).isTrue();
        assertThat(DeploymentState.ACTIVE.mayBecome(DeploymentState.FAILED)).isFalse();
        assertThat(DeploymentState.SWITCHING.mayBecome(DeploymentState.BUILDING)).isFalse();
        assertThat(DeploymentState.FAILED.mayBecome(DeploymentState.ACTIVE)).isFalse();
    }
}
