package dev.fairlead.dataplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Traffic;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class SplitPointTest {
    private static final int VISITORS = 20_000;

    private static Traffic weights(int first) {
        return new Traffic(
                List.of(new Share(1, first), new Share(2, Share.WHOLE - first)),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static int version(Traffic traffic, int visitor) {
        return traffic.at(Split.point("service/production/live/visitor-" + visitor));
    }

    @Test
    void visitors_are_spread_as_the_weights_say() {
        // Given
        Traffic traffic = weights(9000);
        // When
        long second = IntStream.range(0, VISITORS).filter(v -> version(traffic, v) == 2).count();
        // Then
        assertThat(second / (double) VISITORS).isBetween(0.09, 0.11);
    }

    @Test
    void a_larger_share_takes_visitors_over_and_sends_none_back() {
        // Given
        Traffic before = weights(9000);
        Traffic after = weights(7000);
        // When / Then
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            if (version(before, visitor) == 2) {
                assertThat(version(after, visitor)).isEqualTo(2);
            }
        }
    }

    @Test
    void every_point_falls_to_a_version_that_has_a_share() {
        // Given
        Traffic traffic = weights(0);
        // When / Then
        for (int point = 0; point < Share.WHOLE; point++) {
            assertThat(traffic.at(point)).isEqualTo(2);
        }
    }
}
