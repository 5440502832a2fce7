/* Copyright (c) 2026, the surveillance.hikvision authors
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Windows service that behaves as C:\services\<its name>.ini says: it opens a file for itself alone, keeps a file with
 * its process id, listens, takes its time to stop, and starts other services that it finds stopped. */

#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS};
static SERVICE_STATUS_HANDLE handle;
static HANDLE told_to_stop;
static char ini[MAX_PATH];

static void tell(DWORD state)
{
    status.dwCurrentState = state;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0;
    status.dwWaitHint = 10000;
    SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context)
{
    if (code == SERVICE_CONTROL_STOP) {
        tell(SERVICE_STOP_PENDING);
        SetEvent(told_to_stop);
    }
    return NO_ERROR;
}

static void setting(const char *key, char *value)
{
    GetPrivateProfileStringA("service", key, "", value, MAX_PATH, ini);
}

static void revive(const char *name)
{
    SC_HANDLE manager = OpenSCManagerA(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service = OpenServiceA(manager, name, SERVICE_START | SERVICE_QUERY_STATUS);
    SERVICE_STATUS now;
    if (service && QueryServiceStatus(service, &now) && now.dwCurrentState == SERVICE_STOPPED)
        StartServiceA(service, 0, NULL);
    CloseServiceHandle(service);
    CloseServiceHandle(manager);
}

static void listen_at(int port)
{
    WSADATA data;
    struct sockaddr_in address = {AF_INET, htons(port)};
    WSAStartup(MAKEWORD(2, 2), &data);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&address, sizeof address);
    listen(listener, 5);
}

static void WINAPI service_main(DWORD argc, char **argv)
{
    char holds[MAX_PATH], pid_file[MAX_PATH], revives[MAX_PATH];
    snprintf(ini, sizeof ini, "C:\\services\\%s.ini", argv[0]);
    handle = RegisterServiceCtrlHandlerExA(argv[0], control, NULL);
    tell(SERVICE_START_PENDING);
    told_to_stop = CreateEventA(NULL, TRUE, FALSE, NULL);
    setting("holds", holds);
    setting("pid_file", pid_file);
    setting("revives", revives);
    int port = GetPrivateProfileIntA("service", "port", 0, ini);
    HANDLE held = *holds ? CreateFileA(holds, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL) : NULL;
    if (*pid_file) {
        FILE *file = fopen(pid_file, "w");
        fprintf(file, "%lu\n", GetCurrentProcessId());
        fclose(file);
    }
    if (port)
        listen_at(port);
    tell(SERVICE_RUNNING);
    while (WaitForSingleObject(told_to_stop, 200) == WAIT_TIMEOUT)
        if (*revives)
            revive(revives);
    Sleep(GetPrivateProfileIntA("service", "stop_ms", 0, ini));
    if (held)
        CloseHandle(held);
    if (*pid_file && !GetPrivateProfileIntA("service", "leaves_pid_file", 0, ini))
        DeleteFileA(pid_file);
    tell(SERVICE_STOPPED);
}

int main(void)
{
    SERVICE_TABLE_ENTRYA table[] = {{"", service_main}, {NULL, NULL}};
    return !StartServiceCtrlDispatcherA(table);
}
