package dev.fairlead.model.wire;

import java.util.List;

/// An alias, and how it spread its requests before and after, in percent.
public record ReceiptChangeJson(
        String environment, String alias, List<WeightJson> before, List<WeightJson> after) {
    public ReceiptChangeJson {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
