package io.oncegate.app;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.csrf.CsrfException;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets a change through only if it comes from a page of the same origin, or from no browser at all. A browser that once asked
 * an operator for Basic credentials adds them to whatever any site makes it send. Spring Security's tokens need a session or a
 * cookie, and there is neither here; so this goes by what browsers say of themselves and no page can alter.
 */
final class SameOriginChanges implements WebFilter {

    static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final MediaType ANY_JSON = new MediaType("application", "*+json");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (READING.contains(request.getMethod()) || (ofTheSameOrigin(request) && noFormCanSendIt(request))) {
            return chain.filter(exchange);
        }
        return Mono.error(new CsrfException("a change that may come from another site"));
    }

    private static boolean ofTheSameOrigin(ServerHttpRequest request) {
        List<String> site = request.getHeaders().getOrEmpty(FETCH_SITE);
        if (!site.isEmpty()) {
            // every browser of today says so over TLS and on loopback; "same-site" is a neighbour, and so not enough
            return site.stream().allMatch("same-origin"::equals);
        }
        // over plain HTTP from afar it does not, but still names the origin of whatever is not a GET
        return !request.getHeaders().containsHeader(HttpHeaders.ORIGIN) || namesTheSameOrigin(request);
    }

    private static boolean namesTheSameOrigin(ServerHttpRequest request) {
        try {
            return !CorsUtils.isCorsRequest(request);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * For a browser that says nothing: of the changes, a form or a script on another site can send only a POST without asking
     * first, and not as JSON.
     */
    private static boolean noFormCanSendIt(ServerHttpRequest request) {
        if (!HttpMethod.POST.equals(request.getMethod())) {
            return true;
        }
        String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && isJson(type);
    }

    private static boolean isJson(String type) {
        try {
            MediaType media = MediaType.parseMediaType(type);
            return MediaType.APPLICATION_JSON.includes(media) || ANY_JSON.includes(media);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
