# What the modules for Windows do not tell: clock, last boot, environment, programs that run, free space, products.
[CmdletBinding(SupportsShouldProcess)]
param (
    [string[]] $Paths = @(),
    [string] $VersionFile = ''
)

$epoch = [DateTime]::new(1970, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
$system = Get-CimInstance -ClassName Win32_OperatingSystem
$fileSystem = New-Object -ComObject Scripting.FileSystemObject

$volumes = foreach ($path in $Paths) {
    $volume = $fileSystem.GetDriveName($path)
    $free = $null
    if ($fileSystem.DriveExists($volume)) {
        $free = [long] $fileSystem.GetDrive($volume).AvailableSpace
    }
    @{ path = $path; volume = $volume; free = $free }
}

$processes = Get-CimInstance -ClassName Win32_Process | Where-Object ExecutablePath | ForEach-Object {
    @{ name = $_.Name; path = $_.ExecutablePath }
}

# A 64-bit PowerShell sees the products of both kinds.
$keys = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*',
    'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*'
$products = Get-ItemProperty -Path $keys -ErrorAction SilentlyContinue |
    Where-Object { $_.DisplayName -like '*HikCentral*' -and $_.DisplayVersion } |
    ForEach-Object { @{ name = $_.DisplayName; version = $_.DisplayVersion } }

$fileVersion = $null
if ($VersionFile -and (Test-Path -LiteralPath $VersionFile)) {
    $fileVersion = [Diagnostics.FileVersionInfo]::GetVersionInfo($VersionFile).ProductVersion
}

$environment = @{}
foreach ($name in 'ProgramFiles', 'ProgramFiles(x86)', 'ProgramData', 'SystemDrive', 'SystemRoot') {
    $environment[$name] = [Environment]::GetEnvironmentVariable($name)
}

$Ansible.Changed = $false
$Ansible.Result = @{
    time = ([DateTime]::UtcNow - $epoch).TotalSeconds
    boot_time = ($system.LastBootUpTime.ToUniversalTime() - $epoch).TotalSeconds
    environment = $environment
    processes = @($processes)
    volumes = @($volumes)
    products = @($products)
    file_version = $fileVersion
}
