package io.oncegate.web;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.GRPCRequestHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.GRPCResponseHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveXForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.TransferEncodingNormalizationHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Header fields between gateway and upstream. Each of the gateway's header filters copies all fields; what those that come
 * with it leave behind is found in one go here. Any other filter, and the list goes as it is.
 */
final class UpstreamFields {

    /** Of a body in memory the length is known, and gRPC is never covered: nothing is left for the last three to do. */
    private static final Set<Class<?>> KNOWN = Set.of(
            RemoveHopByHopHeadersFilter.class,
            RemoveForwardedHeadersFilter.class,
            RemoveXForwardedHeadersFilter.class,
            TransferEncodingNormalizationHeadersFilter.class,
            GRPCRequestHeadersFilter.class,
            GRPCResponseHeadersFilter.class);

    private static final String FORWARDED = "forwarded";
    private static final String X_FORWARDED = "x-forwarded-";

    private final List<HttpHeadersFilter> filters;
    private final boolean known;
    private final Set<String> hopByHop = new HashSet<>();
    private final boolean dropsForwarded;
    private final boolean dropsXForwarded;

    UpstreamFields(List<HttpHeadersFilter> filters) {
        this.filters = List.copyOf(filters);
        this.known = filters.stream().allMatch(filter -> KNOWN.contains(filter.getClass()));
        this.dropsForwarded = filters.stream().anyMatch(RemoveForwardedHeadersFilter.class::isInstance);
        this.dropsXForwarded = filters.stream().anyMatch(RemoveXForwardedHeadersFilter.class::isInstance);
        filters.stream()
                .filter(RemoveHopByHopHeadersFilter.class::isInstance)
                .map(RemoveHopByHopHeadersFilter.class::cast)
                .forEach(filter -> hopByHop.addAll(filter.getHeaders()));
    }

    /** The fields of a request as they go upstream. */
    io.netty.handler.codec.http.HttpHeaders toUpstream(ServerWebExchange exchange) {
        if (!known) {
            io.netty.handler.codec.http.HttpHeaders fields = new DefaultHttpHeaders();
            HttpHeadersFilter.filterRequest(filters, exchange).forEach(fields::set);
            return fields;
        }
        io.netty.handler.codec.http.HttpHeaders fields =
                MessageFields.of(exchange.getRequest().getHeaders()).held();
        dropHopByHop(fields);
        dropForwarded(fields);
        return fields;
    }

    /** The fields of an answer as inner filters may see and change them. */
    void fromUpstream(io.netty.handler.codec.http.HttpHeaders fields, ServerWebExchange exchange) {
        HttpHeaders response = exchange.getResponse().getHeaders();
        if (!known) {
            HttpHeaders headers = new HttpHeaders();
            fields.forEach(field -> headers.add(field.getKey(), field.getValue()));
            response.addAll(HttpHeadersFilter.filter(filters, headers, exchange, HttpHeadersFilter.Type.RESPONSE));
            return;
        }
        io.netty.handler.codec.http.HttpHeaders passedOn = new DefaultHttpHeaders().set(fields);
        dropHopByHop(passedOn);
        if (response instanceof MessageFields ours) {
            ours.held().add(passedOn);
        } else {
            passedOn.forEach(field -> response.add(field.getKey(), field.getValue()));
        }
    }

    private void dropHopByHop(io.netty.handler.codec.http.HttpHeaders fields) {
        hopByHop(fields.getAll(HttpHeaders.CONNECTION)).forEach(fields::remove);
    }

    private void dropForwarded(io.netty.handler.codec.http.HttpHeaders fields) {
        if (dropsForwarded) {
            fields.remove(FORWARDED);
        }
        if (dropsXForwarded) {
            List<CharSequence> found = new ArrayList<>();
            fields.iteratorCharSequence().forEachRemaining(field -> {
                if (AsciiString.regionMatches(field.getKey(), true, 0, X_FORWARDED, 0, X_FORWARDED.length())) {
                    found.add(field.getKey());
                }
            });
            found.forEach(fields::remove);
        }
    }

    /** Those that are always of one hop, and those that a message says are. */
    private Set<String> hopByHop(List<String> connection) {
        if (connection.isEmpty() || hopByHop.isEmpty()) {
            return hopByHop;
        }
        Set<String> all = new HashSet<>(hopByHop);
        for (String line : connection) {
            for (String option : line.split(",", -1)) {
                all.add(option.trim().toLowerCase(Locale.ROOT));
            }
        }
        return all;
    }
}
