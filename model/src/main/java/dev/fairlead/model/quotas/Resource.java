package dev.fairlead.model.quotas;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// What quotas are of. What flows is counted by the day or the month it happens in, in UTC.
public enum Resource {
    FUNCTIONS("functions", Period.NONE),
    DEPLOYMENTS("deploymentsPerDay", Period.DAY),
    /// Bytes of sources and of what was built of them, for every version that is kept.
    STORAGE("storageBytes", Period.NONE),
    BUILD_TIME("buildMinutesPerMonth", Period.MONTH),
    /// Requests that reached a function.
    REQUESTS("requestsPerMonth", Period.MONTH);

    private final String word;
    private final Period period;

    Resource(String word, Period period) {
        this.word = word;
        this.period = period;
    }

    /// How long a use counts.
    public enum Period {
        /// As long as the thing is there.
        NONE,
        DAY,
        MONTH
    }

    /// Its name in the API and on the command line.
    public String word() {
        return word;
    }

    /// Its name in the database.
    public String column() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// When what was used until `now` counts no more; empty where it counts while it is there.
    public Optional<Instant> resetsAt(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return switch (period) {
            case NONE -> Optional.empty();
            case DAY -> Optional.of(begin(today.plusDays(1)));
            case MONTH -> Optional.of(begin(today.withDayOfMonth(1).plusMonths(1)));
        };
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
