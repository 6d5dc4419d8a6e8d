package io.oncegate.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The allow-list of headers that are kept and replayed (contract 4). */
public final class KeptHeaders {

    private static final List<String> ALWAYS = List.of(
            "Content-Type",
            "Content-Language",
            "Content-Encoding",
            "Content-Disposition",
            "Location",
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Link",
            "Vary",
            // an upstream that deduplicates too says so on its answer
            "Idempotent-Replayed");

    /** Another caller's session, another hop's framing, another moment's date: no configuration may keep these. */
    private static final List<String> NEVER = List.of(
            "Set-Cookie",
            "Set-Cookie2",
            "WWW-Authenticate",
            "Proxy-Authenticate",
            "Authentication-Info",
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Content-Length",
            "Date",
            "Age",
            "Idempotency-Disposition",
            "Idempotency-Status",
            "Idempotency-Key",
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            "X-B3-TraceId",
            "X-B3-SpanId",
            "X-B3-ParentSpanId",
            "X-Amzn-Trace-Id",
            "X-Cloud-Trace-Context",
            "uber-trace-id",
            "X-Request-Id",
            "X-Correlation-Id");

    private final Set<String> kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param more names that a route adds
     * @throws IllegalArgumentException if one of them may never be kept
     */
    public KeptHeaders(Collection<String> more) {
        Set<String> never = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        never.addAll(NEVER);
        more.stream().filter(never::contains).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(name + " may never be kept");
        });
        kept.addAll(ALWAYS);
        kept.addAll(more);
    }

    /** The names, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(kept);
    }

    /** Whether a header of that name is kept. */
    public boolean contains(String name) {
        return kept.contains(name);
    }
}
