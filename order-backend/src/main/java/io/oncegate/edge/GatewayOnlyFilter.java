package io.oncegate.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets nothing through that does not come through the gateway, and lets nobody store what comes back. */
final class GatewayOnlyFilter extends OncePerRequestFilter {

    private static final Problem GATEWAY_ONLY = Problem.refusal(
            HttpStatus.FORBIDDEN, "gateway-only", "This service answers requests that come through the gateway only.");

    private final GatewayToken token;
    private final JsonMapper json;

    GatewayOnlyFilter(GatewayToken token, JsonMapper json) {
        this.token = token;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (token.isGivenBy(Collections.list(request.getHeaders(GatewayToken.HEADER)))) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            chain.doFilter(request, response);
        } else {
            refuse(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        GATEWAY_ONLY.headers().forEach((name, values) -> response.setHeader(name, values.get(0)));
        response.setStatus(GATEWAY_ONLY.status().value());
        ProblemDetail body = GATEWAY_ONLY.body();
        body.setInstance(URI.create(request.getRequestURI()));
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
