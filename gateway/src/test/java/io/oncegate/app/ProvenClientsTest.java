package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import reactor.core.publisher.Mono;

/** A secret that was right once is known without being encoded again; any other is checked each time. */
class ProvenClientsTest {

    private static final Map<String, String> SECRETS = Map.of("alice", "a-secret", "bob", "b-secret");

    private final AtomicInteger checks = new AtomicInteger();
    private final ProvenClients clients = new ProvenClients(checking());

    private UserDetailsRepositoryReactiveAuthenticationManager checking() {
        UserDetailsRepositoryReactiveAuthenticationManager manager =
                new UserDetailsRepositoryReactiveAuthenticationManager(
                        name -> Mono.justOrEmpty(SECRETS.get(name)).map(secret -> User.withUsername(name)
                                .password(secret)
                                .roles("CUSTOMER")
                                .build()));
        manager.setPasswordEncoder(new PasswordEncoder() {
            @Override
            public @Nullable String encode(@Nullable CharSequence secret) {
                throw new UnsupportedOperationException("nothing is encoded anew");
            }

            @Override
            public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
                checks.incrementAndGet();
                return Objects.toString(secret).equals(encoded);
            }
        });
        return manager;
    }

    private Authentication authenticated(String name, String secret) {
        return clients.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, secret))
                .blockOptional()
                .orElseThrow();
    }

    private void assertRefused(String name, String secret) {
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> authenticated(name, secret));
    }

    @Test
    void aRightSecretIsCheckedOnceAndNamesTheSameClientEachTime() {
        Authentication first = authenticated("alice", "a-secret");
        Authentication second = authenticated("alice", "a-secret");

        assertThat(second.getName()).isEqualTo("alice");
        assertThat(second.isAuthenticated()).isTrue();
        assertThat(second.getAuthorities()).isEqualTo(first.getAuthorities());
        assertThat(checks).hasValue(1);
    }

    @Test
    void aWrongSecretIsCheckedEachTimeAndLeavesTheRightOneKnown() {
        authenticated("alice", "a-secret");
        assertRefused("alice", "wrong");
        assertRefused("alice", "wrong");
        assertThat(checks).hasValue(3);

        authenticated("alice", "a-secret");
        assertThat(checks).hasValue(3);
    }

    @Test
    void whatOneClientHasProvenIsNoProofOfAnother() {
        authenticated("alice", "a-secret");
        assertRefused("bob", "a-secret");
        assertRefused("nobody", "a-secret");
        assertThat(authenticated("bob", "b-secret").getName()).isEqualTo("bob");
    }
}
