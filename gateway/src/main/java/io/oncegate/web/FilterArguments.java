package io.oncegate.web;

import io.oncegate.core.FingerprintMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The arguments of contract 8 as somebody wrote them, on a route or under {@code oncegate.defaults}; what is null was
 * not written. A mutable bean, because the gateway binds filter arguments that way; it is read once, into
 * {@link RouteSettings}.
 */
public class FilterArguments {

    /** Whether a covered request must carry a key. */
    private @Nullable KeyRequirement key;
    /** The request header that carries the key. */
    private @Nullable String header;
    /** The covered methods. */
    private @Nullable List<String> methods;
    /** Within what a caller's keys are unique; the route's id unless set. Routes may share one. */
    private @Nullable String namespace;
    /** Who calls: 'principal', 'header=NAME', 'anonymous', or a CallerResolver bean as a SpEL reference. */
    private @Nullable Object caller;
    /** How a retry is compared with the first request. */
    private @Nullable FingerprintMode fingerprint;
    /** The largest request body; over it the answer is 413. */
    private @Nullable DataSize maxRequestBody;
    /** The largest answer that is kept; a larger one streams through and only its fact is kept. */
    private @Nullable DataSize maxKeptBody;
    /** How long a claim stands without renewal; it is renewed at a third of this. */
    private @Nullable Duration lease;
    /** How long a client waits for the first answer at most; none unless set. */
    private @Nullable Duration answerTimeout;
    /** Bounds the whole exchange with the upstream, body included. */
    private @Nullable Duration executionTimeout;
    /** How long a retry waits for the first request to end; 0 answers 409 at once. */
    private @Nullable Duration inFlightWait;
    /** How long an answer is kept and replayed. */
    private @Nullable Duration retention;
    /** How long after retention the bare fact is remembered. */
    private @Nullable Duration tombstone;
    /** Whether the upstream enforces the key itself, so that an unknown outcome may run again. */
    private @Nullable Boolean upstreamDeduplicates;
    /** What to do with a covered request when Redis fails. */
    private @Nullable OnStoreFailure onStoreFailure;
    /** How many live keys a caller may have; no limit unless set. */
    private @Nullable Long maxKeysPerCaller;
    /** How many bytes of bodies are kept for a caller; no limit unless set. */
    private @Nullable DataSize maxKeptPerCaller;
    /** Response headers that are kept besides the standard ones. */
    private @Nullable List<String> keptHeaders;
    /** Statuses after which the same key may run again, besides the standard ones. */
    private @Nullable List<Integer> releasedStatuses;

    /** What holds where nobody wrote anything. */
    static FilterArguments contract() {
        FilterArguments contract = new FilterArguments();
        contract.setKey(KeyRequirement.REQUIRED);
        contract.setHeader(FieldNames.IDEMPOTENCY_KEY);
        contract.setMethods(List.of("POST", "PATCH"));
        contract.setCaller("principal");
        contract.setFingerprint(FingerprintMode.BODY);
        contract.setMaxRequestBody(DataSize.ofMegabytes(1));
        contract.setMaxKeptBody(DataSize.ofMegabytes(1));
        contract.setLease(Duration.ofSeconds(30));
        contract.setExecutionTimeout(Duration.ofSeconds(60));
        contract.setInFlightWait(Duration.ofSeconds(2));
        contract.setRetention(Duration.ofHours(24));
        contract.setTombstone(Duration.ofDays(7));
        contract.setUpstreamDeduplicates(false);
        contract.setOnStoreFailure(OnStoreFailure.REJECT);
        contract.setKeptHeaders(List.of());
        contract.setReleasedStatuses(List.of());
        return contract;
    }

    public @Nullable KeyRequirement getKey() {
        return key;
    }

    public void setKey(KeyRequirement key) {
        this.key = key;
    }

    public @Nullable String getHeader() {
        return header;
    }

    public void setHeader(String header) {
        this.header = header;
    }

    public @Nullable List<String> getMethods() {
        return methods;
    }

    public void setMethods(List<String> methods) {
        this.methods = methods;
    }

    public @Nullable String getNamespace() {
        return namespace;
    }

    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    public @Nullable Object getCaller() {
        return caller;
    }

    public void setCaller(Object caller) {
        this.caller = caller;
    }

    public @Nullable FingerprintMode getFingerprint() {
        return fingerprint;
    }

    public void setFingerprint(FingerprintMode fingerprint) {
        this.fingerprint = fingerprint;
    }

    public @Nullable DataSize getMaxRequestBody() {
        return maxRequestBody;
    }

    public void setMaxRequestBody(DataSize maxRequestBody) {
        this.maxRequestBody = maxRequestBody;
    }

    public @Nullable DataSize getMaxKeptBody() {
        return maxKeptBody;
    }

    public void setMaxKeptBody(DataSize maxKeptBody) {
        this.maxKeptBody = maxKeptBody;
    }

    public @Nullable Duration getLease() {
        return lease;
    }

    public void setLease(Duration lease) {
        this.lease = lease;
    }

    public @Nullable Duration getAnswerTimeout() {
        return answerTimeout;
    }

    public void setAnswerTimeout(Duration answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    public @Nullable Duration getExecutionTimeout() {
        return executionTimeout;
    }

    public void setExecutionTimeout(Duration executionTimeout) {
        this.executionTimeout = executionTimeout;
    }

    public @Nullable Duration getInFlightWait() {
        return inFlightWait;
    }

    public void setInFlightWait(Duration inFlightWait) {
        this.inFlightWait = inFlightWait;
    }

    public @Nullable Duration getRetention() {
        return retention;
    }

    public void setRetention(Duration retention) {
        this.retention = retention;
    }

    public @Nullable Duration getTombstone() {
        return tombstone;
    }

    public void setTombstone(Duration tombstone) {
        this.tombstone = tombstone;
    }

    public @Nullable Boolean getUpstreamDeduplicates() {
        return upstreamDeduplicates;
    }

    public void setUpstreamDeduplicates(Boolean upstreamDeduplicates) {
        this.upstreamDeduplicates = upstreamDeduplicates;
    }

    public @Nullable OnStoreFailure getOnStoreFailure() {
        return onStoreFailure;
    }

    public void setOnStoreFailure(OnStoreFailure onStoreFailure) {
        this.onStoreFailure = onStoreFailure;
    }

    public @Nullable Long getMaxKeysPerCaller() {
        return maxKeysPerCaller;
    }

    public void setMaxKeysPerCaller(Long maxKeysPerCaller) {
        this.maxKeysPerCaller = maxKeysPerCaller;
    }

    public @Nullable DataSize getMaxKeptPerCaller() {
        return maxKeptPerCaller;
    }

    public void setMaxKeptPerCaller(DataSize maxKeptPerCaller) {
        this.maxKeptPerCaller = maxKeptPerCaller;
    }

    public @Nullable List<String> getKeptHeaders() {
        return keptHeaders;
    }

    public void setKeptHeaders(List<String> keptHeaders) {
        this.keptHeaders = keptHeaders;
    }

    public @Nullable List<Integer> getReleasedStatuses() {
        return releasedStatuses;
    }

    public void setReleasedStatuses(List<Integer> releasedStatuses) {
        this.releasedStatuses = releasedStatuses;
    }
}
