package dev.fairlead.model.traffic;

import dev.fairlead.model.errors.InvalidValue;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The part of an alias's requests that a version gets, in hundredths of a percent.
public record Share(int version, int basisPoints) {
    /// All requests.
    public static final int WHOLE = 10_000;

    public Share {
        if (version < 1) {
            throw new InvalidValue("version", "use a version's number, such as 3");
        }
        if (basisPoints < 0 || basisPoints > WHOLE) {
            throw new InvalidValue("weight", "use a percentage from 0 to 100");
        }
    }

    /// Of a percentage with at most two decimals.
    public static Share ofPercent(int version, BigDecimal percent) {
        try {
            return new Share(
                    version,
                    percent.movePointRight(2)
                            .setScale(0, RoundingMode.UNNECESSARY)
                            .intValueExact());
        } catch (ArithmeticException e) {
            throw new InvalidValue("weight", "use a percentage with at most two decimals");
        }
    }

    public BigDecimal percent() {
        BigDecimal exact = BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0, RoundingMode.UNNECESSARY) : exact;
    }
}
