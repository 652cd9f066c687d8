package dev.fairlead.controlplane.store.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.organizations.GroupStore;
import dev.fairlead.controlplane.store.organizations.Member;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.controlplane.store.organizations.OrganizationStore;
import dev.fairlead.controlplane.store.providers.IdentityStore.Subject;
import dev.fairlead.controlplane.store.providers.MappingStore.Given;
import dev.fairlead.controlplane.store.providers.Provider.Admission;
import dev.fairlead.controlplane.store.providers.Provider.Claims;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Oidc;
import dev.fairlead.controlplane.store.providers.Provider.Mapping;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.sessions.SessionStore.Begin;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What providers leave in the database, and that it goes with them; what instances share.
@Tag("slow")
class ProviderStoresTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ProviderId CORP = new ProviderId("corp");
    private static final EmailAddress ADDRESS = new EmailAddress("ada@example.com");

    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization = TestPostgres.organization(database, "acme");
    private final ProviderStore providers = new ProviderStore(database);
    private final IdentityStore identities = new IdentityStore(database, CLOCK);
    private final MappingStore mapping = new MappingStore(database, CLOCK);
    private final MemberStore members = new MemberStore(database, CLOCK);
    private final GroupStore groups = new GroupStore(database, CLOCK);
    private final SessionStore sessions = new SessionStore(database, CLOCK);
    private final UserStore users = new UserStore(database, CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    private Provider provider(ProviderId name) {
        var made =
                new Provider(
                        name,
                        new DisplayName("Corp"),
                        true,
                        Optional.of(organization),
                        new Oidc(URI.create("https://corp.example"), "id", List.of("openid")),
                        Claims.OIDC,
                        new Admission(true, List.of(), List.of("a, \"b\""), false),
                        Mapping.NONE,
                        CLOCK.instant().truncatedTo(ChronoUnit.MILLIS),
                        1);
        providers.create(made, Optional.of(new byte[] {1, 2, 3}));
        return made;
    }

    private UserId user(String subject, String email) {
        return identities
                .signUp(
                        new Subject(CORP, subject),
                        new EmailAddress(email),
                        new DisplayName("Somebody"))
                .orElseThrow();
    }

    private Member member(UserId user) {
        return members.get(organization, user);
    }

    private SessionId session(UserId user) {
        return sessions.create(
                new Begin(
                        user,
                        SessionStore.BROWSER,
                        Optional.of(user.toString()),
                        "127.0.0.1",
                        "test",
                        CLOCK.instant().plusSeconds(600),
                        Optional.of(CORP)));
    }

    private static Given role(String role, GroupId... in) {
        return new Given(Optional.of(new RoleName(role)), Set.of(in));
    }

    @Test
    void a_provider_is_read_as_it_was_written_and_keeps_its_secret() {
        // Given
        Provider written = provider(CORP);
        // When
        Provider read = providers.find(CORP).orElseThrow();
        boolean changed = providers.update(read, Optional.empty());
        boolean late = providers.update(read, Optional.empty());
        // Then
        assertThat(read).isEqualTo(written);
        assertThat(changed).isTrue();
        assertThat(late).isFalse();
        assertThat(providers.sealed(CORP)).hasValue(new byte[] {1, 2, 3});
        assertThat(providers.find(CORP).orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void what_a_provider_gave_is_replaced_and_what_people_gave_stays() {
        // Given
        provider(CORP);
        UserId user = user("ada", "ada@example.com");
        GroupId theirs = groups.create(organization, new DisplayName("a"), Optional.empty()).id();
        GroupId ours = groups.create(organization, new DisplayName("b"), Optional.empty()).id();
        mapping.apply(CORP, organization, user, role("developer", theirs, ours));
        groups.add(organization, ours, user);
        // When
        mapping.apply(CORP, organization, user, role("viewer"));
        // Then
        assertThat(member(user).role()).isEqualTo("member");
        assertThat(member(user).mappedRoles()).containsExactly("viewer");
        assertThat(groups.get(organization, theirs).members()).isZero();
        assertThat(groups.get(organization, ours).members()).isOne();
    }

    @Test
    void an_owner_stays_one_whatever_a_provider_says() {
        // Given
        provider(CORP);
        UserId user = user("ada", "ada@example.com");
        mapping.apply(CORP, organization, user, role("viewer"));
        members.setRole(organization, user, "owner");
        // When
        mapping.remove(CORP, organization, user);
        // Then
        assertThat(member(user).role()).isEqualTo("owner");
        assertThat(member(user).mappedRoles()).isEmpty();
    }

    @Test
    void a_membership_that_a_provider_made_ends_by_it() {
        // Given
        provider(CORP);
        UserId user = user("ada", "ada@example.com");
        mapping.apply(CORP, organization, user, role("viewer"));
        // When
        mapping.remove(CORP, organization, user);
        // Then
        assertThat(members.find(organization, user)).isEmpty();
    }

    @Test
    void whom_the_directory_keeps_out_no_provider_lets_back_in() {
        // Given
        provider(CORP);
        UserId user = user("ada", "ada@example.com");
        database.inInstallation(handle ->
                handle.execute(
                        "insert into directory_users values (?, ?, 'ada', null,"
                                + " 'ada@example.com', 'Ada', false, now(), now())",
                        organization.value(),
                        user.value()));
        // When
        mapping.apply(CORP, organization, user, role("developer"));
        // Then
        assertThat(members.find(organization, user)).isEmpty();
    }

    @Test
    void a_deleted_provider_takes_with_it_what_it_gave_and_the_sessions_of_it() {
        // Given
        provider(CORP);
        UserId user = user("ada", "ada@example.com");
        GroupId group = groups.create(organization, new DisplayName("a"), Optional.empty()).id();
        mapping.apply(CORP, organization, user, role("admin", group));
        SessionId session = session(user);
        // When
        providers.delete(CORP);
        // Then
        assertThat(sessions.confirmedAt(session)).isEmpty();
        assertThat(identities.of(user)).isEmpty();
        assertThat(groups.get(organization, group).members()).isZero();
        assertThat(member(user).role()).isEqualTo("member");
        assertThat(member(user).mappedRoles()).isEmpty();
    }

    @Test
    void an_organization_that_goes_takes_its_provider_and_the_sessions_of_it() {
        // Given
        provider(CORP);
        SessionId session = session(user("ada", "ada@example.com"));
        // When
        new OrganizationStore(database, CLOCK).delete(organization);
        // Then
        assertThat(providers.find(CORP)).isEmpty();
        assertThat(sessions.confirmedAt(session)).isEmpty();
    }

    @Test
    void an_account_of_the_organizations_directory_is_claimed_once_and_by_its_provider_alone() {
        // Given
        provider(CORP);
        OrganizationId other = TestPostgres.organization(database, "other");
        UserId made = users.create(ADDRESS, new DisplayName("Ada"), null, false, false).id();
        database.inInstallation(handle ->
                handle.execute(
                        "update users set provisioned_by = ? where id = ?",
                        organization.value(),
                        made.value()));
        // When
        Optional<UserId> foreign = identities.claim(new Subject(CORP, "eve"), ADDRESS, other);
        Optional<UserId> first = identities.claim(new Subject(CORP, "ada"), ADDRESS, organization);
        Optional<UserId> second = identities.claim(new Subject(CORP, "eve"), ADDRESS, organization);
        // Then
        assertThat(foreign).isEmpty();
        assertThat(first).contains(made);
        assertThat(second).isEmpty();
        assertThat(users.find(made).orElseThrow().emailVerifiedAt()).isPresent();
    }

    @Test
    void an_account_with_a_password_or_of_nobodys_directory_is_not_claimed() {
        // Given
        provider(CORP);
        var subject = new Subject(CORP, "ada");
        UserId made = users.create(ADDRESS, new DisplayName("Ada"), null, true, false).id();
        // When
        Optional<UserId> invited = identities.claim(subject, ADDRESS, organization);
        database.inInstallation(handle ->
                handle.execute(
                        "update users set provisioned_by = ?, password_hash = 'x' where id = ?",
                        organization.value(),
                        made.value()));
        Optional<UserId> withPassword = identities.claim(subject, ADDRESS, organization);
        // Then
        assertThat(invited).isEmpty();
        assertThat(withPassword).isEmpty();
    }

    @Test
    void what_was_used_on_one_instance_is_known_on_another() {
        // Given
        var here = new ReplayStore(database, CLOCK);
        var there = new ReplayStore(database, CLOCK);
        Instant until = CLOCK.instant().plusSeconds(60);
        // When
        boolean first = here.remember(CORP, "x".repeat(10_000), until);
        boolean again = there.remember(CORP, "x".repeat(10_000), until);
        boolean another = there.remember(new ProviderId("other"), "x".repeat(10_000), until);
        // Then
        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(another).isTrue();
        assertThat(here.purge()).isZero();
        assertThat(new ReplayStore(database, Clock.offset(CLOCK, Duration.ofHours(1))).purge())
                .isEqualTo(2);
    }

    @Test
    void what_waits_is_taken_by_one_of_two_who_come_at_once() {
        // Given
        provider(CORP);
        var store = new PendingStore(database, CLOCK);
        var key = new PendingStore.Key(PendingStore.Purpose.SIGN_IN, "hash", CORP, "browser");
        var kept =
                new PendingStore.Kept(
                        ByteBuffer.wrap(new byte[] {7}),
                        new ReturnPath("/"),
                        Optional.empty(),
                        CLOCK.instant().plusSeconds(600));
        store.keep(key, kept);
        // When
        long taken =
                IntStream.range(0, 8).parallel().filter(_ -> store.take(key).isPresent()).count();
        // Then
        assertThat(taken).isOne();
        store.keep(key, kept);
        var later = new PendingStore(database, Clock.offset(CLOCK, Duration.ofMinutes(11)));
        assertThat(later.take(key)).isEmpty();
        assertThat(later.purge()).isOne();
    }
}
