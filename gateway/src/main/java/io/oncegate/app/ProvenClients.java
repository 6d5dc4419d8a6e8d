package io.oncegate.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/**
 * Checks a client's secret as slowly as its encoding wants it once, and afterwards compares it with what was right then:
 * clients and their secrets do not change while the gateway runs. Who sends a wrong one waits as long as ever.
 *
 * <p>What is kept of a right secret is a SHA-256 that begins with random bytes of this process. Whoever could read its memory
 * would find the secret itself with the next request.
 */
final class ProvenClients implements ReactiveAuthenticationManager {

    private static final int SALT = 32;

    private final ReactiveAuthenticationManager checked;
    private final Map<String, Proven> byName = new ConcurrentHashMap<>();
    private final byte[] salt = new byte[SALT];

    /**
     * What a client has proven.
     *
     * @param digest of its secret
     * @param as whom it is known since
     */
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time only
    private record Proven(byte[] digest, Authentication as) {}

    /** @param checked knows the listed clients, and nobody else */
    ProvenClients(ReactiveAuthenticationManager checked) {
        this.checked = checked;
        new SecureRandom().nextBytes(salt);
    }

    @Override
    public Mono<Authentication> authenticate(Authentication given) {
        if (!(given.getCredentials() instanceof String secret)) {
            return checked.authenticate(given);
        }
        byte[] digest = digest(secret);
        @Nullable Proven proven = byName.get(given.getName());
        return proven != null && MessageDigest.isEqual(proven.digest(), digest)
                ? Mono.just(proven.as())
                : checked.authenticate(given).doOnNext(as -> byName.put(as.getName(), new Proven(digest, as)));
    }

    private byte[] digest(String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
