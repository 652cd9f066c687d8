package dev.fairlead.controlplane.store.directory;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.directory.Attribute.Kind;
import dev.fairlead.controlplane.store.directory.Criterion.Operator;

import org.jdbi.v3.core.statement.SqlStatement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A criterion as a condition of SQL, its values as parameters: nothing that somebody sent becomes
/// part of the text.
final class Conditions {
    private final String belonging;
    private final List<Object> values = new ArrayList<>();
    private final String sql;

    /// `belonging` is the condition that ties the other side's ids to the row, with `%s` for the
    /// comparison.
    Conditions(Criterion criterion, String belonging) {
        this.belonging = belonging;
        this.sql = sql(criterion);
    }

    String sql() {
        return sql;
    }

    void bind(SqlStatement<?> statement) {
        for (int i = 0; i < values.size(); i++) {
            statement.bind("value" + i, values.get(i));
        }
    }

    private String sql(Criterion criterion) {
        return switch (criterion) {
            case Criterion.Compared one -> compared(one);
            case Criterion.Present(Attribute attribute) ->
                    attribute.kind() == Kind.OTHERS
                            ? belonging.formatted("true")
                            : "(" + attribute.column() + " is not null)";
            case Criterion.All(List<Criterion> of) -> joined(of, " and ");
            case Criterion.Any(List<Criterion> of) -> joined(of, " or ");
            case Criterion.Not(Criterion of) -> "(not " + sql(of) + ")";
            case Criterion.Always(boolean holds) -> holds ? "true" : "false";
        };
    }

    private String joined(List<Criterion> of, String word) {
        return of.stream().map(this::sql).collect(Collectors.joining(word, "(", ")"));
    }

    private String compared(Criterion.Compared one) {
        Attribute attribute = one.attribute();
        boolean equal = one.operator() == Operator.EQUAL;
        String column = attribute.column();
        return switch (attribute.kind()) {
            case ID, FLAG -> "(" + column + (equal ? " = " : " <> ") + value(one.value()) + ")";
            case OTHERS ->
                    (equal ? "" : "not ")
                            + belonging.formatted(column + " = " + value(one.value()));
            case TIME ->
                    "("
                            + column
                            + sign(one.operator())
                            + value(Columns.at((Instant) one.value()))
                            + ")";
            case TEXT -> text(column, one.operator(), one.value().toString());
            case TEXT_OF_ANY_CASE ->
                    text(
                            "lower(" + column + ")",
                            one.operator(),
                            one.value().toString().toLowerCase(Locale.ROOT));
        };
    }

    private String text(String column, Operator operator, String text) {
        String is = "coalesce(" + column + ", '')";
        return switch (operator) {
            case CONTAINS -> "(strpos(" + is + ", " + value(text) + ") > 0)";
            case STARTS_WITH -> "starts_with(" + is + ", " + value(text) + ")";
            case ENDS_WITH -> "(right(" + is + ", length(" + value(text) + ")) = " + last() + ")";
            case NOT_EQUAL -> "(" + column + " is distinct from " + value(text) + ")";
            case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
                    "(" + column + sign(operator) + value(text) + ")";
        };
    }

    private static String sign(Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case CONTAINS, STARTS_WITH, ENDS_WITH ->
                    throw new IllegalArgumentException(operator + " is for texts");
        };
    }

    private String value(Object value) {
        values.add(value);
        return last();
    }

    private String last() {
        return ":value" + (values.size() - 1);
    }
}
