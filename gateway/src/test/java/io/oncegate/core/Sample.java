package io.oncegate.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oncegate.core.Answer.Header;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Values that tests of the core and of the stores start from. */
public final class Sample {

    public static final Duration LEASE = Duration.ofSeconds(30);
    public static final Duration RETENTION = Duration.ofHours(24);
    public static final Duration TOMBSTONE = Duration.ofDays(7);
    public static final Lifetimes LIFETIMES = new Lifetimes(LEASE, RETENTION, TOMBSTONE);

    public static final ClaimToken OWNER = new ClaimToken(0x0102030405060708L);
    public static final ClaimToken OTHER = new ClaimToken(0xf1f2f3f4f5f6f7f8L);
    public static final Instance INSTANCE = new Instance(0xa1b2c3d4);
    public static final Fingerprint ORDER = new Fingerprint(0x1112131415161718L, 0x2122232425262728L);
    public static final Fingerprint ANOTHER_ORDER = new Fingerprint(0x1112131415161718L, 0x2122232425262729L);

    public static final Answer.Kept CREATED = new Answer.Kept(
            201,
            List.of(new Header("Location", "/api/orders/7"), new Header("Content-Type", "application/json")),
            "{\"orderId\":7}".getBytes(UTF_8));
    public static final Answer.NotKept TOO_LARGE = new Answer.NotKept(200, Optional.of("/files/1"));

    private Sample() {}

    /** An entry of alice's. */
    public static EntryId id(String key) {
        return id("orders", "alice", key);
    }

    public static EntryId id(String namespace, String caller, String key) {
        return new EntryId(new Scope(namespace, caller), new IdempotencyKey(key));
    }

    /** A claim by {@link #OWNER} for {@link #ORDER}, at most once. */
    public static ClaimRequest request(EntryId id) {
        return new ClaimRequest(id, OWNER, ORDER, false, LIFETIMES, INSTANCE);
    }

    public static ClaimRequest by(ClaimToken token, ClaimRequest request) {
        return new ClaimRequest(
                request.id(),
                token,
                request.fingerprint(),
                request.upstreamDeduplicates(),
                request.lifetimes(),
                request.instance(),
                request.limits());
    }

    public static ClaimRequest asking(Fingerprint fingerprint, ClaimRequest request) {
        return new ClaimRequest(
                request.id(),
                request.token(),
                fingerprint,
                request.upstreamDeduplicates(),
                request.lifetimes(),
                request.instance(),
                request.limits());
    }

    public static ClaimRequest lasting(Lifetimes lifetimes, ClaimRequest request) {
        return new ClaimRequest(
                request.id(),
                request.token(),
                request.fingerprint(),
                request.upstreamDeduplicates(),
                lifetimes,
                request.instance(),
                request.limits());
    }

    public static ClaimRequest at(Instance instance, ClaimRequest request) {
        return new ClaimRequest(
                request.id(),
                request.token(),
                request.fingerprint(),
                request.upstreamDeduplicates(),
                request.lifetimes(),
                instance);
    }

    /** The same claim on a route whose upstream deduplicates. */
    public static ClaimRequest deduplicating(ClaimRequest request) {
        return new ClaimRequest(
                request.id(),
                request.token(),
                request.fingerprint(),
                true,
                request.lifetimes(),
                request.instance(),
                request.limits());
    }

    public static ClaimRequest limited(CallerLimits limits, ClaimRequest request) {
        return new ClaimRequest(
                request.id(),
                request.token(),
                request.fingerprint(),
                request.upstreamDeduplicates(),
                request.lifetimes(),
                request.instance(),
                limits);
    }
}
