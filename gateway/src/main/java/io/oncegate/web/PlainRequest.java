package io.oncegate.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Tells requests that nothing in front of a route has a say in: spelled so that no firewall would look twice, from no page of
 * another site, and no upgrade of the connection. When in doubt, a request is none.
 */
final class PlainRequest {

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static final String PREFIX = "X-Forwarded-Prefix";

    private PlainRequest() {}

    static boolean is(HttpServerRequest request) {
        return is(request.method(), request.uri(), request.requestHeaders());
    }

    static boolean is(HttpMethod method, String target, HttpHeaders headers) {
        return METHODS.contains(method.name()) && isPlainTarget(target) && isPlain(headers);
    }

    /** A path and a query that have one spelling only: nothing encoded, no empty, dot or matrix segment. */
    static boolean isPlainTarget(String target) {
        if (target.isEmpty() || target.charAt(0) != '/') {
            return false;
        }
        boolean query = false;
        for (int i = 1; i < target.length(); i++) {
            char c = target.charAt(i);
            char before = target.charAt(i - 1);
            if (c == '?' && !query) {
                query = true;
            } else if (!query && (c == '/' || c == '.') && (before == '/' || before == '.')) {
                // an empty segment, or one that may be a dot segment
                return false;
            } else if (!isUnreserved(c) && c != '/' && !(query && (c == '=' || c == '&'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static boolean isPlain(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.ORIGIN)
                || headers.contains(HttpHeaderNames.UPGRADE)
                || headers.contains(PREFIX)) {
            // CORS and upgrades are decided where handlers are looked up; a prefix is a part of the path if it is
            // believed
            return false;
        }
        for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
                fields.hasNext(); ) {
            if (!isPrintableAscii(fields.next().getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintableAscii(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
