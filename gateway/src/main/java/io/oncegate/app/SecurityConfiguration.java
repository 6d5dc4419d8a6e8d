package io.oncegate.app;

import io.oncegate.autoconfigure.KnownSecurity;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.header.HttpHeaderWriterWebFilter;
import reactor.core.publisher.Mono;

/**
 * Who calls: bearer JWTs where an issuer or key is configured, HTTP Basic for the listed clients, both at once if need
 * be (contract 12). Without credentials a request goes on as nobody's, and the route's {@code caller} decides.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClientsProperties.class)
class SecurityConfiguration {

    /** Ahead of the chain that Spring Boot brings for bearer tokens, which would not know of clients. */
    @Bean
    @Order(1)
    SecurityWebFilterChain gatewaySecurity(
            ServerHttpSecurity http,
            ObjectProvider<ReactiveJwtDecoder> jwts,
            CredentialsRefusal refusal,
            ReactiveUserDetailsService clients,
            PasswordEncoder secrets) {
        UserDetailsRepositoryReactiveAuthenticationManager checked =
                new UserDetailsRepositoryReactiveAuthenticationManager(clients);
        checked.setPasswordEncoder(secrets);
        // who may do what is for the routes and the services to say, and two filters would do nothing but permit it
        http.headers(headers -> headers.disable())
                .addFilterAt(
                        new HttpHeaderWriterWebFilter(new AnswerHeaders()), SecurityWebFiltersOrder.HTTP_HEADERS_WRITER)
                .httpBasic(basic -> basic.authenticationManager(new ProvenClients(checked)));
        return provenByEachRequest(http, jwts, refusal).build();
    }

    /** For covered requests, which need not go through what finds nothing to do. */
    @Bean
    KnownSecurity plainSecurity(
            @Qualifier("gatewaySecurity") SecurityWebFilterChain gateway, ObjectProvider<SecurityWebFilterChain> all) {
        // that of the management port is ahead; what comes behind is never asked
        if (all.orderedStream().takeWhile(chain -> chain != gateway).count() > 1) {
            throw new IllegalStateException(
                    "a security chain ahead of the gateway's own is not known to the fast path");
        }
        AnswerHeaders headers = new AnswerHeaders();
        return new KnownSecurity(new PlainSecurity(gateway), headers::addTo, Set.of(CallerIdentity.class));
    }

    /** Basic and, where they are on, bearer tokens; no session and no cookie, so each attempt proves itself. */
    static ServerHttpSecurity provenByEachRequest(
            ServerHttpSecurity http, ObjectProvider<ReactiveJwtDecoder> jwts, ServerAuthenticationEntryPoint refusal) {
        http.exceptionHandling(handling -> handling.authenticationEntryPoint(refusal))
                .httpBasic(basic -> basic.authenticationEntryPoint(refusal))
                .addFilterAfter(new UnusedCredentials(refusal), SecurityWebFiltersOrder.AUTHENTICATION)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                // no cookie to ride on; a covered request's own header makes a browser ask first, and a change on the
                // management port has SameOriginChanges before it
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable);
        if (jwts.getIfAvailable() != null) {
            http.oauth2ResourceServer(
                    server -> server.authenticationEntryPoint(refusal).jwt(Customizer.withDefaults()));
        }
        return http;
    }

    /** A span for each filter of the chain costs more than the chain, and nobody hears of it: there is no tracer here. */
    @Bean
    SecurityObservationSettings unobservedSecurity() {
        return SecurityObservationSettings.noObservations();
    }

    /** Also keeps Spring Boot from making up a user of its own. */
    @Bean
    ReactiveUserDetailsService clients(ClientsProperties properties) {
        Map<String, ClientsProperties.Client> clients = properties.clients().stream()
                .collect(Collectors.toMap(ClientsProperties.Client::name, Function.identity()));
        clients.values().forEach(SecurityConfiguration::requireKnownEncoding);
        return name -> Mono.justOrEmpty(clients.get(name)).map(client -> User.withUsername(client.name())
                .password(client.secret())
                .roles(client.roles().toArray(String[]::new))
                .build());
    }

    /**
     * Checks a secret in whatever encoding it is listed. Finds none too cheap: by itself Spring Security would encode each that
     * is not bcrypt of its default strength anew, on every request, though there is nowhere to keep the result.
     */
    @Bean
    PasswordEncoder secrets() {
        PasswordEncoder each = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        return new PasswordEncoder() {
            @Override
            public @Nullable String encode(@Nullable CharSequence secret) {
                return each.encode(secret);
            }

            @Override
            public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
                return each.matches(secret, encoded);
            }
        };
    }

    /** Better now than with the client's first call. */
    private static void requireKnownEncoding(ClientsProperties.Client client) {
        try {
            PasswordEncoderFactories.createDelegatingPasswordEncoder().matches("any", client.secret());
        } catch (IllegalArgumentException e) {
            // without the cause: its text may hold a piece of the secret
            throw new IllegalStateException("oncegate.clients: the secret of " + client.name()
                    + " does not start with an encoding that is known, such as {bcrypt}");
        }
    }
}
