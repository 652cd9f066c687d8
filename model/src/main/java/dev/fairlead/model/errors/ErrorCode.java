package dev.fairlead.model.errors;

/// Every error a caller can meet. Add at the end; never rename, reuse or delete.
public enum ErrorCode {
    INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
    MALFORMED_JSON("malformed-json", 400, "The body is not valid JSON"),
    ID_MALFORMED("id-malformed", 400, "This is not an id"),
    ID_OF_ANOTHER_KIND("id-of-another-kind", 400, "This id names another kind of thing"),
    CURSOR_MALFORMED("cursor-malformed", 400, "This cursor was not issued here"),
    INPUT_NOT_AN_OBJECT("input-not-an-object", 400, "The input must be a JSON object"),
    UNAUTHENTICATED("unauthenticated", 401, "A key is needed"),
    FORBIDDEN("forbidden", 403, "This key may not do that"),
    ROUTE_NOT_FOUND("route-not-found", 404, "Nothing is here"),
    PROJECT_NOT_FOUND("project-not-found", 404, "No such project"),
    FUNCTION_NOT_FOUND("function-not-found", 404, "No such function"),
    DEPLOYMENT_NOT_FOUND("deployment-not-found", 404, "No such deployment"),
    VERSION_NOT_FOUND("version-not-found", 404, "No such version"),
    EXECUTION_NOT_FOUND("execution-not-found", 404, "No such execution"),
    SERVICE_NOT_FOUND("service-not-found", 404, "No service answers at this address"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not allowed here"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request did not arrive in time"),
    NAME_TAKEN("name-taken", 409, "The name is taken"),
    NOT_DEPLOYED("not-deployed", 409, "The function has no version that answers yet"),
    NO_EARLIER_VERSION("no-earlier-version", 409, "There is no version to roll back to"),
    PROJECT_NOT_EMPTY("project-not-empty", 409, "The project still has services"),
    IDEMPOTENCY_CONFLICT("idempotency-conflict", 409, "This key was used for another request"),
    REVISION_CONFLICT("revision-conflict", 412, "It was changed in the meantime"),
    BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
    MEDIA_TYPE_UNSUPPORTED("media-type-unsupported", 415, "This media type is not accepted here"),
    SOURCE_INVALID("source-invalid", 422, "The source cannot be built"),
    ARCHIVE_REFUSED("archive-refused", 422, "The archive is refused"),
    HANDLER_MISSING("handler-missing", 422, "No handler was found in the source"),
    HANDLER_AMBIGUOUS("handler-ambiguous", 422, "More than one handler was found in the source"),
    COMPILE_FAILED("compile-failed", 422, "The source does not compile"),
    COMPILE_LIMIT("compile-limit", 422, "Compiling took more than its limit"),
    MODULE_REFUSED("module-refused", 422, "The WebAssembly module is refused"),
    TOOLCHAIN_MISSING("toolchain-missing", 422, "A tool that the build needs is not installed"),
    DEPLOYMENT_SUPERSEDED("deployment-superseded", 409, "A newer deployment took its place"),
    TOO_MANY_HEADERS("headers-too-large", 431, "The request's headers are too large"),
    INTERNAL("internal", 500, "Something went wrong on our side"),
    GUEST_FAILED("guest-failed", 502, "The function failed"),
    GUEST_OUT_OF_MEMORY("guest-out-of-memory", 502, "The function ran out of memory"),
    GUEST_STACK_OVERFLOW("guest-stack-overflow", 502, "The function's calls nest too deep"),
    GUEST_OUTPUT_TOO_LARGE("guest-output-too-large", 502, "The function's answer is too large"),
    GUEST_BAD_RESPONSE("guest-bad-response", 502, "The function's answer has no valid shape"),
    GUEST_UNAVAILABLE("guest-unavailable", 502, "The function's version could not be started"),
    AT_CAPACITY("at-capacity", 503, "All instances are busy"),
    QUEUE_TIMEOUT("queue-timeout", 503, "The request waited too long for an instance"),
    DRAINING("draining", 503, "The server is stopping"),
    DATABASE_UNAVAILABLE("database-unavailable", 503, "The database cannot be reached"),
    GUEST_TIMEOUT("guest-timeout", 504, "The function took longer than its limit"),
    SERVER_STOPPED("server-stopped", 503, "The server stopped before the function ended"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "This key belongs to another request"),
    IDEMPOTENCY_IN_PROGRESS(
            "idempotency-in-progress", 409, "The first request with this key is not answered yet"),
    SANDBOX_MISSING("sandbox-missing", 422, "This machine cannot keep a build apart"),
    BUILD_CANCELLED("build-cancelled", 409, "The build was cancelled"),
    BUILD_ENDED("build-ended", 409, "The build has ended already"),
    BUILD_NOT_DEAD("build-not-dead", 409, "Only a dead build can be redriven"),
    BUILD_NOT_FOUND("build-not-found", 404, "No such build"),
    ARTIFACT_NOT_FOUND("artifact-not-found", 404, "No such artifact"),
    CODE_FORBIDDEN("code-forbidden", 422, "The source uses what functions may not use"),
    SECRETS_IN_SOURCE("secrets-in-source", 422, "The source has files that look like secrets"),
    BLOBS_MISSING("blobs-missing", 409, "Files that the manifest names are not here"),
    TOO_MANY_BUILDS("too-many-builds", 503, "Too many builds wait already"),
    VARIABLE_NOT_FOUND("variable-not-found", 404, "No such variable"),
    DEPENDENCIES_FAILED("dependencies-failed", 422, "The dependencies could not be installed"),
    SIGN_IN_REFUSED("sign-in-refused", 401, "The address, the password or the code is wrong"),
    SECOND_FACTOR_NEEDED("second-factor-needed", 401, "A code of the second factor is needed"),
    CSRF_REFUSED("csrf-refused", 403, "The request did not come from our own page"),
    TOO_MANY_TRIES("too-many-tries", 429, "Too many tries"),
    LINK_INVALID("link-invalid", 410, "The link was used, has expired or was taken back"),
    SETUP_DONE("setup-done", 409, "The installation has its first administrator"),
    ORGANIZATION_NEEDED("organization-needed", 400, "Say which organization"),
    ORGANIZATION_NOT_FOUND("organization-not-found", 404, "No such organization"),
    ORGANIZATION_NOT_EMPTY("organization-not-empty", 409, "The organization still has projects"),
    MEMBER_NOT_FOUND("member-not-found", 404, "No such member"),
    LAST_OWNER("last-owner", 409, "An organization keeps at least one owner"),
    ROLE_NOT_FOUND("role-not-found", 404, "No such role"),
    ROLE_TOO_HIGH("role-too-high", 403, "Nobody can give more than they have"),
    ROLE_IN_USE("role-in-use", 409, "The role is in use"),
    GROUP_NOT_FOUND("group-not-found", 404, "No such group"),
    INVITATION_NOT_FOUND("invitation-not-found", 404, "No such invitation"),
    INVITATION_OF_ANOTHER("invitation-of-another", 403, "The invitation is for another address"),
    ALREADY_A_MEMBER("already-a-member", 409, "They are a member already"),
    KEY_NOT_FOUND("key-not-found", 404, "No such key"),
    SESSION_NOT_FOUND("session-not-found", 404, "No such session"),
    GRANT_NOT_FOUND("grant-not-found", 404, "No such role grant"),
    PASSWORD_WEAK("password-weak", 422, "The password is too easy to guess"),
    AUTHORIZATION_PENDING("authorization-pending", 400, "Nobody has approved it yet"),
    SLOW_DOWN("slow-down", 400, "Asked too often"),
    DEVICE_LOGIN_DENIED("device-login-denied", 403, "The login was denied"),
    DEVICE_LOGIN_NOT_FOUND("device-login-not-found", 404, "No login waits under this code"),
    SECOND_FACTOR_STATE("second-factor-state", 409, "The second factor is not in that state"),
    USER_NOT_FOUND("user-not-found", 404, "No such user"),
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    CALL_TOO_DEEP("call-too-deep", 508, "Functions call each other too deep"),
    ACCESS_UNDECIDED("access-undecided", 503, "Whether you may call this cannot be said now"),
    PROVIDER_NOT_FOUND("provider-not-found", 404, "No such provider"),
    PROVIDER_REFUSED("provider-refused", 403, "The sign-in was refused"),
    PROVIDER_UNREACHABLE("provider-unreachable", 502, "The provider cannot be asked"),
    SIGN_IN_OVER("sign-in-over", 410, "This sign-in is over"),
    SIGN_UP_REFUSED("sign-up-refused", 403, "There is no account for you"),
    ACCOUNT_EXISTS("account-exists", 409, "There is an account with this address"),
    IDENTITY_TAKEN("identity-taken", 409, "This identity cannot be connected"),
    IDENTITY_NOT_FOUND("identity-not-found", 404, "No such connected identity"),
    LAST_WAY_TO_SIGN_IN("last-way-to-sign-in", 409, "There is no other way to sign in"),
    CONFIRMATION_NEEDED("confirmation-needed", 403, "Prove again who you are"),
    FILTER_INVALID("filter-invalid", 400, "The filter cannot be understood"),
    PATCH_INVALID("patch-invalid", 400, "The changes cannot be understood"),
    ATTRIBUTE_IMMUTABLE("attribute-immutable", 400, "This is not yours to change"),
    QUOTA_EXCEEDED("quota-exceeded", 429, "A quota is used up"),
    SIGNATURE_MISSING("signature-missing", 401, "A signature is needed"),
    SIGNATURE_MALFORMED("signature-malformed", 401, "The signature cannot be read"),
    SIGNATURE_INCOMPLETE("signature-incomplete", 401, "The signature covers too little"),
    SIGNATURE_EXPIRED("signature-expired", 401, "The signature is not of now"),
    SIGNATURE_WRONG("signature-wrong", 401, "The signature does not match the request"),
    CONTENT_DIGEST_WRONG("content-digest-wrong", 401, "The body is not the one that was signed"),
    NONCE_USED("nonce-used", 401, "The signature was used before"),
    AUDIT_STREAM_NOT_FOUND("audit-stream-not-found", 404, "No such stream of audit events"),
    UPSTREAM_UNREACHABLE("upstream-unreachable", 503, "What answers here cannot be reached"),
    UPSTREAM_FAILED("upstream-failed", 502, "What answers here did not answer as it should"),
    UPSTREAM_TIMEOUT("upstream-timeout", 504, "What answers here took too long");

    private final String code;
    private final int status;
    private final String title;

    ErrorCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /// The stable word in `code`, in documentation and in logs.
    public String code() {
        return code;
    }

    /// The HTTP status that goes with it.
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
