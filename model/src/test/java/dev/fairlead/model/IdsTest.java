package dev.fairlead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.ServiceId;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

class IdsTest {
    @Test
    void what_is_written_is_read_back() {
        for (int i = 0; i < 1000; i++) {
            // Given
            var id = new ServiceId(UUID.randomUUID());
            // When / Then
            assertThat(ServiceId.parse(id.toString())).isEqualTo(id);
        }
    }

    @Test
    void later_ids_sort_after_earlier_ones() {
        // Given
        var early = ServiceId.next(Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC));
        var late = ServiceId.next(Clock.fixed(Instant.ofEpochMilli(1001), ZoneOffset.UTC));
        // When / Then
        assertThat(early.toString()).isLessThan(late.toString());
    }

    @Test
    void an_id_of_another_kind_is_told_apart_from_nonsense() {
        // Given
        String deployment = DeploymentId.next(Clock.systemUTC()).toString();
        // When / Then
        assertThatThrownBy(() -> ServiceId.parse(deployment))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.ID_OF_ANOTHER_KIND));
        assertThatThrownBy(() -> ServiceId.parse("svc_x"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.ID_MALFORMED));
    }
}
