package dev.fairlead.controlplane.api.scim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;

import dev.fairlead.controlplane.store.directory.Attribute;
import dev.fairlead.controlplane.store.directory.Criterion;
import dev.fairlead.controlplane.store.directory.Criterion.Operator;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Filters (RFC 7644, 3.4.2.2) over the attributes of one kind of resource.
final class Filters {
    private static final int LONGEST = 4000;
    private static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL);
    private static final Set<Operator> PARTS =
            EnumSet.of(Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH);

    static final Filters OF_USERS =
            new Filters(
                    Map.of(
                            "id", Attribute.ID,
                            "username", Attribute.USER_NAME,
                            "externalid", Attribute.EXTERNAL_ID,
                            "displayname", Attribute.NAME,
                            "name.formatted", Attribute.NAME,
                            "emails", Attribute.EMAIL,
                            "emails.value", Attribute.EMAIL,
                            "active", Attribute.ACTIVE,
                            "groups", Attribute.GROUP,
                            "groups.value", Attribute.GROUP),
                    Map.of("emails.type", "work", "emails.primary", "true"),
                    UserId::parse,
                    UserId::value);
    static final Filters OF_GROUPS =
            new Filters(
                    Map.of(
                            "id", Attribute.ID,
                            "displayname", Attribute.NAME,
                            "externalid", Attribute.EXTERNAL_ID,
                            "members", Attribute.MEMBER,
                            "members.value", Attribute.MEMBER),
                    Map.of(),
                    GroupId::parse,
                    GroupId::value);

    private final Map<String, Attribute> attributes;
    private final Map<String, String> constants;
    private final Function<String, UUID> id;

    /// `constants` are the same for every resource.
    private <T> Filters(
            Map<String, Attribute> attributes,
            Map<String, String> constants,
            Function<String, T> parse,
            Function<T, UUID> value) {
        this.attributes = attributes;
        this.constants = constants;
        this.id = parse.andThen(value);
    }

    Criterion parse(String text) {
        if (text.length() > LONGEST) {
            throw invalid("is longer than " + LONGEST + " characters");
        }
        try {
            return criterion(Filter.fromString(text), "");
        } catch (ScimException | IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Rejected invalid(String why) {
        return new Rejected(ErrorCode.FILTER_INVALID, why);
    }

    /// What lists are sorted by.
    Attribute sortBy(String path) {
        return attribute(path.toLowerCase(Locale.ROOT))
                .filter(a -> a.kind() != Attribute.Kind.OTHERS)
                .orElseThrow(() ->
                        new Rejected(
                                ErrorCode.FILTER_INVALID, "'" + path + "' is nothing to sort by"));
    }

    private Optional<Attribute> attribute(String name) {
        return switch (name) {
            case "meta.created" -> Optional.of(Attribute.CREATED);
            case "meta.lastmodified" -> Optional.of(Attribute.CHANGED);
            default -> Optional.ofNullable(attributes.get(name));
        };
    }

    /// `within` is the path of the value that a filter in brackets is about.
    private Criterion criterion(Filter filter, String within) {
        return switch (filter.getFilterType()) {
            case AND ->
                    new Criterion.All(
                            requireNonNull(filter.getCombinedFilters()).stream()
                                    .map(one -> criterion(one, within))
                                    .toList());
            case OR ->
                    new Criterion.Any(
                            requireNonNull(filter.getCombinedFilters()).stream()
                                    .map(one -> criterion(one, within))
                                    .toList());
            case NOT ->
                    new Criterion.Not(
                            criterion(requireNonNull(filter.getInvertedFilter()), within));
            case COMPLEX_VALUE ->
                    criterion(
                            requireNonNull(filter.getValueFilter()),
                            name(requireNonNull(filter.getAttributePath()), within) + ".");
            case PRESENT -> present(name(requireNonNull(filter.getAttributePath()), within));
            case EQUAL -> compared(filter, within, Operator.EQUAL);
            case NOT_EQUAL -> compared(filter, within, Operator.NOT_EQUAL);
            case CONTAINS -> compared(filter, within, Operator.CONTAINS);
            case STARTS_WITH -> compared(filter, within, Operator.STARTS_WITH);
            case ENDS_WITH -> compared(filter, within, Operator.ENDS_WITH);
            case GREATER_THAN -> compared(filter, within, Operator.GREATER);
            case GREATER_OR_EQUAL -> compared(filter, within, Operator.GREATER_OR_EQUAL);
            case LESS_THAN -> compared(filter, within, Operator.LESS);
            case LESS_OR_EQUAL -> compared(filter, within, Operator.LESS_OR_EQUAL);
        };
    }

    private static String name(Path path, String within) {
        var name = new StringBuilder(within);
        for (Path.Element element : path) {
            if (element.getValueFilter() != null) {
                throw invalid("a filter in brackets ends a path");
            }
            name.append(name.length() == within.length() ? "" : ".").append(element.getAttribute());
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private Criterion present(String name) {
        if (constants.containsKey(name)) {
            return new Criterion.Always(true);
        }
        return new Criterion.Present(known(name));
    }

    private Attribute known(String name) {
        return attribute(name)
                .orElseThrow(() -> invalid("'" + name + "' is nothing to find by here"));
    }

    private Criterion compared(Filter filter, String within, Operator operator) {
        String name = name(requireNonNull(filter.getAttributePath()), within);
        JsonNode value = requireNonNull(filter.getComparisonValue());
        String constant = constants.get(name);
        if (constant != null) {
            boolean same = constant.equalsIgnoreCase(value.asText());
            return new Criterion.Always(same == (operator != Operator.NOT_EQUAL));
        }
        Attribute attribute = known(name);
        if (value.isNull() && EQUALITY.contains(operator)) {
            var present = new Criterion.Present(attribute);
            return operator == Operator.EQUAL ? new Criterion.Not(present) : present;
        }
        return switch (attribute.kind()) {
            case ID -> byId(attribute, only(operator, EQUALITY, name), value, id);
            case OTHERS ->
                    byId(
                            attribute,
                            only(operator, EQUALITY, name),
                            value,
                            attribute == Attribute.GROUP
                                    ? text -> GroupId.parse(text).value()
                                    : text -> UserId.parse(text).value());
            case FLAG ->
                    new Criterion.Compared(
                            attribute,
                            only(operator, EQUALITY, name),
                            value.asText().equalsIgnoreCase("true"));
            case TIME ->
                    new Criterion.Compared(
                            attribute,
                            only(operator, EnumSet.complementOf(EnumSet.copyOf(PARTS)), name),
                            time(value.asText()));
            case TEXT, TEXT_OF_ANY_CASE ->
                    new Criterion.Compared(attribute, operator, text(name, value));
        };
    }

    private static Operator only(Operator operator, Set<Operator> some, String name) {
        if (!some.contains(operator)) {
            throw invalid("'" + name + "' is not compared like this");
        }
        return operator;
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual() || value.asText().indexOf('\0') >= 0) {
            throw invalid("'" + name + "' is compared with a text");
        }
        return value.asText();
    }

    /// A text that is no id names nobody.
    private static Criterion byId(
            Attribute attribute, Operator operator, JsonNode value, Function<String, UUID> parse) {
        try {
            return new Criterion.Compared(attribute, operator, parse.apply(value.asText()));
        } catch (Rejected e) {
            return new Criterion.Always(operator == Operator.NOT_EQUAL);
        }
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid("use a time such as 2026-01-31T10:00:00Z");
        }
    }
}
