/* Copyright (c) 2026, the surveillance.hikvision authors
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the doubles ask of Windows, in one program, because every start of one takes Wine a tenth of a second:
 *
 *   mode NAME MODE   start NAME   stop NAME [NAME]...
 *   services          a line for each: name, state, mode, path, with tabs between
 *   locked            of the files named on standard input, those that can not be read
 *   copy FROM TO      copies a directory; prints the files that could not be copied
 *   run SECONDS PROGRAM ARGUMENTS   prints the exit code; after so many seconds it ends the program and prints nothing
 *   hold              makes the file C:\up and keeps Windows up
 *
 * What is done to a service prints the error of Windows, 0 for none: an exit code has but eight bits under Wine. */

#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static SC_HANDLE manager;

static SC_HANDLE service(const wchar_t *name)
{
    return OpenServiceW(manager, name, SERVICE_ALL_ACCESS);
}

static int ended(BOOL good)
{
    wprintf(L"%lu\n", good ? 0 : GetLastError());
    return !good;
}

static void list(void)
{
    static BYTE found[1 << 18], about[1 << 14];
    DWORD more, count = 0, next = 0;
    ENUM_SERVICE_STATUS_PROCESSW *one = (void *)found;
    QUERY_SERVICE_CONFIGW *config = (void *)about;
    EnumServicesStatusExW(manager, SC_ENUM_PROCESS_INFO, SERVICE_WIN32, SERVICE_STATE_ALL, found, sizeof found, &more,
                          &count, &next, NULL);
    for (; count; count--, one++) {
        SC_HANDLE opened = service(one->lpServiceName);
        if (QueryServiceConfigW(opened, config, sizeof about, &more))
            wprintf(L"%ls\t%lu\t%lu\t%ls\n", one->lpServiceName, one->ServiceStatusProcess.dwCurrentState,
                    config->dwStartType, config->lpBinaryPathName);
        CloseServiceHandle(opened);
    }
}

static void locked(void)
{
    wchar_t path[MAX_PATH * 2];
    while (fgetws(path, MAX_PATH * 2, stdin)) {
        path[wcscspn(path, L"\r\n")] = 0;
        HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
        if (file == INVALID_HANDLE_VALUE)
            wprintf(L"%ls\n", path);
        else
            CloseHandle(file);
    }
}

static void copy(const wchar_t *from, const wchar_t *to)
{
    wchar_t pattern[MAX_PATH], source[MAX_PATH], target[MAX_PATH];
    WIN32_FIND_DATAW found;
    CreateDirectoryW(to, NULL);
    _snwprintf(pattern, MAX_PATH, L"%ls\\*", from);
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L".."))
            continue;
        _snwprintf(source, MAX_PATH, L"%ls\\%ls", from, found.cFileName);
        _snwprintf(target, MAX_PATH, L"%ls\\%ls", to, found.cFileName);
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            copy(source, target);
        else if (!CopyFileW(source, target, FALSE))
            wprintf(L"%ls\n", source);
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

static void hold(void)
{
    CloseHandle(CreateFileW(L"C:\\up", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    Sleep(INFINITE);
}

static void run(DWORD seconds, const wchar_t *program, const wchar_t *arguments)
{
    wchar_t line[MAX_PATH * 2];
    STARTUPINFOW info = {sizeof info};
    PROCESS_INFORMATION started;
    DWORD code;
    _snwprintf(line, MAX_PATH * 2, L"\"%ls\" %ls", program, arguments);
    if (!CreateProcessW(program, line, NULL, NULL, FALSE, 0, NULL, NULL, &info, &started)) {
        wprintf(L"%lu\n", GetLastError());
    } else if (WaitForSingleObject(started.hProcess, seconds * 1000) == WAIT_TIMEOUT) {
        TerminateProcess(started.hProcess, 1);
    } else {
        GetExitCodeProcess(started.hProcess, &code);
        wprintf(L"%lu\n", code);
    }
}

static int stop(wchar_t **names)
{
    int failed = 0;
    for (SERVICE_STATUS status; *names; names++)
        failed |= ended(ControlService(service(*names), SERVICE_CONTROL_STOP, &status));
    return failed;
}

int wmain(int argc, wchar_t **argv)
{
    const wchar_t *what = argc > 1 ? argv[1] : L"";
    manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    if (!wcscmp(what, L"services"))
        list();
    else if (!wcscmp(what, L"locked"))
        locked();
    else if (!wcscmp(what, L"copy") && argc == 4)
        copy(argv[2], argv[3]);
    else if (!wcscmp(what, L"run") && argc == 5)
        run(_wtoi(argv[2]), argv[3], argv[4]);
    else if (!wcscmp(what, L"hold"))
        hold();
    else if (!wcscmp(what, L"start") && argc == 3)
        return ended(StartServiceW(service(argv[2]), 0, NULL));
    else if (!wcscmp(what, L"stop") && argc >= 3)
        return stop(argv + 2);
    else if (!wcscmp(what, L"mode") && argc == 4)
        return ended(ChangeServiceConfigW(service(argv[2]), SERVICE_NO_CHANGE, _wtoi(argv[3]), SERVICE_NO_CHANGE, NULL,
                                          NULL, NULL, NULL, NULL, NULL, NULL));
    else
        return 87; /* ERROR_INVALID_PARAMETER */
    return 0;
}
