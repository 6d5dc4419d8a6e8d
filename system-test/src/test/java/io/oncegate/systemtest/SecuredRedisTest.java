package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS and knows nobody but the user of {@code config/redis-users.acl}: by configuration alone. */
class SecuredRedisTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void aGatewayReachesItWithACertificateAndAUser(@TempDir Path directory) throws Exception {
        Path certificate = certificate(directory);
        int tls = OwnPorts.any();
        try (RedisProcess redis = RedisProcess.start(
                        "--tls-port " + tls,
                        "--tls-cert-file " + certificate,
                        "--tls-key-file " + directory.resolve("key.pem"),
                        "--tls-auth-clients no",
                        "--aclfile " + users(directory));
                PostgresProcess postgres = PostgresProcess.start();
                OrderServiceProcess service = OrderServiceProcess.start(postgres);
                GatewayProcess gateway = GatewayProcess.start(
                        tls,
                        service.uri(),
                        "--spring.data.redis.username=oncegate",
                        "--spring.data.redis.password=secret",
                        "--spring.data.redis.ssl.bundle=redis",
                        "--spring.ssl.bundle.pem.redis.truststore.certificate=file:" + certificate)) {
            Request request = Request.onEachRoute().get(0);

            Http.Reply first = request.send(gateway.http()).join().orElseThrow();
            Http.Reply retry = request.send(gateway.http()).join().orElseThrow();
            Http.Reply found =
                    new Http(gateway.management()).get("ops", "/actuator/idempotency/orders/alice/" + request.key());

            assertThat(first.status()).as(first.body()).isEqualTo(201);
            assertThat(retry.isReplay()).isTrue();
            assertThat(retry.body()).isEqualTo(first.body());
            assertThat(found.member("state")).isEqualTo("kept");
            assertThat(redis.command("CLIENT LIST"))
                    .as("who came without TLS is not let do anything")
                    .startsWith("-NOAUTH");
        }
    }

    /** The file as it is, with a password. */
    private static Path users(Path directory) throws IOException {
        String users = Files.readString(Installation.find().root().resolve("config/redis-users.acl"));
        return Files.writeString(directory.resolve("users.acl"), users.replace(" resetpass ", " >secret "));
    }

    /** Makes a certificate for this machine and its key, as the JDK's own tool does. */
    private static Path certificate(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("store.p12");
        List<String> command = List.of(
                Installation.java().resolveSibling("keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Key key = keys.getKey("redis", PASSWORD);
        pem(directory.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
        return pem(
                directory.resolve("certificate.pem"),
                "CERTIFICATE",
                keys.getCertificate("redis").getEncoded());
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
