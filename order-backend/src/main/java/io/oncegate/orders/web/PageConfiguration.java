package io.oncegate.orders.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * The order page (contract 10) as a browser gets it: {@code static/} of this jar, with what keeps foreign scripts and
 * frames away, and asked for anew each time, so that a new version is seen at once.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PageSettings.class)
class PageConfiguration {

    private static final String[] PAGE = {"", "/index.html", "/page/*", "/idempotent-fetch.js", "/idempotent-fetch/*"};

    /** Everything from here, and nothing inline; nobody shows it in a frame, and no form is sent by the browser itself. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none';" + " form-action 'none'; frame-ancestors 'none'";

    /** A tag of the content itself: the files' times are the same in every build. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> pageTags() {
        return onPage(new ShallowEtagHeaderFilter());
    }

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> pageProtection() {
        return onPage(new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
                response.setHeader("Referrer-Policy", "no-referrer");
                chain.doFilter(request, response);
            }
        });
    }

    private static <T extends OncePerRequestFilter> FilterRegistrationBean<T> onPage(T filter) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(PAGE);
        return registration;
    }
}
