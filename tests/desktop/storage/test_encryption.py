"""The way to a server: encrypted and to the right one, or refused in words."""

import os
import shutil
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import make_url

from desktop.domain.server_errors import (
    NoPlaceHere,
    NoRootCertificate,
    PlainWay,
    ServerSpeaksPlain,
    WrongCertificate,
    WrongLogin,
)
from desktop.storage import database, encryption

HOST = "db.street.example"


def mode(address, **environment):
    made = encryption.protected(make_url(address), environment)
    return made.query.get("sslmode")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///office",
        "postgresql:///office?host=/var/run/postgresql",
        "postgresql://a@localhost/office",
        "postgresql://a@127.0.0.1:5433/office",
        "postgresql://a@[::1]/office",
    ],
)
def test_on_this_computer_nothing_is_asked(address):
    assert mode(address) is None


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://a@{HOST}/office",
        "postgresql://a@192.168.1.5/office",
        "postgresql://a@localhost/office?hostaddr=192.168.1.5",
        f"postgresql:///office?host=localhost,{HOST}",
        f"postgresql:///office?host=localhost:5432&host={HOST}:5432",
        "postgresql://a@127.0.0.1.evil.example/office",
        "postgresql:///office?service=street",
    ],
)
def test_to_another_computer_it_is_the_right_one_or_none(address):
    assert mode(address) == "verify-full"


def test_what_the_environment_says_counts_too():
    assert mode("postgresql:///office", PGHOST=HOST) == "verify-full"
    assert mode("postgresql://localhost/office", PGHOSTADDR="10.0.0.1") == "verify-full"
    assert mode("postgresql:///office", PGSERVICE="street") == "verify-full"
    assert mode("postgresql://localhost/office", PGHOST=HOST) is None  # the address says otherwise


@pytest.mark.parametrize("loose", ["prefer", "allow"])
def test_perhaps_encrypted_is_refused(loose):
    with pytest.raises(PlainWay, match=HOST):
        mode(f"postgresql://a@{HOST}/office?sslmode={loose}")


@pytest.mark.parametrize("said", ["disable", "require", "verify-ca"])
def test_what_is_said_aloud_is_done(said):
    assert mode(f"postgresql://a@{HOST}/office?sslmode={said}") == said


def test_a_wrong_password_is_told_in_words():
    url = make_url(f"postgresql://a@{HOST}/office")
    for said in (
        'FATAL:  password authentication failed for user "a"',
        '致命错误:  用户 "a" Password 认证失败',
        '致命错误:  不允许角色"a" 进行登录',
    ):
        assert isinstance(encryption.refusal(url, said), WrongLogin)
    assert isinstance(encryption.refusal(url, '致命错误:  对数据库 "office" 权限不够'), NoPlaceHere)
    assert encryption.refusal(url, "Connection refused") is None


# -- a real server with TLS ------------------------------------------------------------------


def program(name):
    """Of a PostgreSQL that can TLS: the one that comes with the tests cannot."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join(map(str, [*places, os.environ["PATH"]])))


def authority(name="街道根证书"):
    key = ec.generate_private_key(ec.SECP256R1())
    return key, certificate(name, key, None, key)


def certificate(name, key, issuer, signing, host=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return made.sign(signing, hashes.SHA256())


def pem(what):
    if isinstance(what, x509.Certificate):
        return what.public_bytes(serialization.Encoding.PEM)
    return what.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server with a certificate of a street's own authority: its folder and its port."""
    postgres, initdb = program("postgres"), program("initdb")
    if postgres is None or initdb is None:
        pytest.skip("no PostgreSQL with TLS on this computer")
    folder = tmp_path_factory.mktemp("tls")
    key, root = authority()
    own = ec.generate_private_key(ec.SECP256R1())
    (folder / "root.crt").write_bytes(pem(root))
    (folder / "other.crt").write_bytes(pem(authority("别的根证书")[1]))
    (folder / "forged.crt").write_bytes(pem(authority()[1]))
    (folder / "server.crt").write_bytes(pem(certificate(HOST, own, root, key, HOST)))
    (folder / "server.key").write_bytes(pem(own))
    (folder / "server.key").chmod(0o600)
    who = {"user": "postgres"} if os.geteuid() == 0 else {}  # it refuses to run as root
    if who:
        for each in (folder, *folder.iterdir()):
            shutil.chown(each, "postgres")
        for parent in folder.parents[:2]:
            parent.chmod(0o755)
    data = folder / "data"
    made = [initdb, "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **who)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "ssl": "on",
        "ssl_cert_file": folder / "server.crt", "ssl_key_file": folder / "server.key", "fsync": "off",
    }  # fmt: skip
    with (data / "postgresql.conf").open("a") as told:
        told.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    log = (folder / "log").open("w")
    server = subprocess.Popen([postgres, "-D", data], cwd=folder, stderr=log, **who)
    try:
        yield folder, port
    finally:
        server.terminate()
        server.wait()
        log.close()


def where(guarded, host=HOST, root="root.crt", **query):
    folder, port = guarded
    url = make_url(f"postgresql://postgres@{host}:{port}/postgres").update_query_dict(
        {"hostaddr": "127.0.0.1", "sslrootcert": str(folder / root), **query}
    )
    return database.address(url.render_as_string(hide_password=False))


def encrypted(address):
    with database.keeping(address) as connection:
        asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        return connection.exec_driver_sql(asked).scalar()


@pytest.fixture
def up(guarded):
    """The same, once it answers."""
    for _ in range(200):
        try:
            psycopg.connect(
                f"host=127.0.0.1 port={guarded[1]} user=postgres connect_timeout=2"
            ).close()
            return guarded
        except psycopg.OperationalError:
            continue
    pytest.fail("the server does not answer")


def test_the_right_server_is_known_by_its_certificate(up):
    assert encrypted(where(up)) is True


def test_another_server_is_found_out(up):
    with pytest.raises(WrongCertificate, match="本单位签发"):
        encrypted(where(up, root="other.crt"))
    with pytest.raises(WrongCertificate):
        encrypted(where(up, root="forged.crt"))
    with pytest.raises(WrongCertificate, match="不是这台服务器的"):
        encrypted(where(up, host="other.street.example"))


def test_without_the_offices_certificate_it_says_where_it_belongs(up):
    with pytest.raises(NoRootCertificate, match=r"missing\.crt"):
        encrypted(where(up, root="missing.crt"))


def test_in_plain_text_only_when_the_address_says_so(up):
    assert encrypted(where(up, sslmode="disable")) is False
    with psycopg.connect(f"host=127.0.0.1 port={up[1]} user=postgres", autocommit=True) as keeper:
        keeper.execute("ALTER SYSTEM SET ssl = off")
        keeper.execute("SELECT pg_reload_conf()")
        while keeper.execute("SHOW ssl").fetchone() == ("on",):
            pass  # the server reads its settings again between two statements
    with pytest.raises(ServerSpeaksPlain):  # libpq's own default would have gone on in plain text
        encrypted(where(up))
    assert encrypted(where(up, sslmode="disable")) is False
