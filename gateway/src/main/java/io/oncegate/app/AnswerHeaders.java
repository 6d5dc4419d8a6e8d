package io.oncegate.app;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.server.header.ContentTypeOptionsServerHttpHeadersWriter;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.ServerHttpHeadersWriter;
import org.springframework.security.web.server.header.StrictTransportSecurityServerHttpHeadersWriter;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter;
import org.springframework.security.web.server.header.XXssProtectionServerHttpHeadersWriter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The headers that Spring Security puts on every answer by default, all at once: each only where the answer has none of
 * that name. Its own writers take as long as a claim, most of it to go over the answer's names, each for itself. Whether an
 * answer may be cached is for the service that made it to say.
 */
final class AnswerHeaders implements ServerHttpHeadersWriter {

    private final StrictTransportSecurityServerHttpHeadersWriter overHttps =
            new StrictTransportSecurityServerHttpHeadersWriter();

    @Override
    public Mono<Void> writeHttpHeaders(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        add(
                headers,
                ContentTypeOptionsServerHttpHeadersWriter.X_CONTENT_OPTIONS,
                ContentTypeOptionsServerHttpHeadersWriter.NOSNIFF);
        add(headers, XFrameOptionsServerHttpHeadersWriter.X_FRAME_OPTIONS, "DENY");
        add(headers, XXssProtectionServerHttpHeadersWriter.X_XSS_PROTECTION, "0");
        add(headers, ReferrerPolicyServerHttpHeadersWriter.REFERRER_POLICY, ReferrerPolicy.NO_REFERRER.getPolicy());
        return "https".equals(exchange.getRequest().getURI().getScheme())
                ? overHttps.writeHttpHeaders(exchange)
                : Mono.empty();
    }

    /** Does the same, at the call: each of the writers has written when it returns. */
    void addTo(ServerWebExchange exchange) {
        var unused = writeHttpHeaders(exchange);
    }

    private static void add(HttpHeaders headers, String name, String value) {
        if (!headers.containsHeader(name)) {
            headers.set(name, value);
        }
    }
}
