; The installer: per user, without administrator rights and without a network.
; build.py calls makensis with -DVERSION= -DDIST= -DOUT= -DSIZE= (in KB) and treats warnings as errors.
Unicode true
Target x86-unicode ; starts on any Windows, so that a wrong one can be told so in words
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64

!define NAME "圆桌议事"
!define ID "Roundtable"
!define EXE "${NAME}.exe"
!define CLI "roundtable-cli.exe"
!define UNINSTALLER "卸载.exe"
!define SIGN "Roundtable.Running" ; held by the program while it runs: desktop/system/windows.py
!define TYPE "${ID}.File"
!define SUFFIX ".圆桌"
!define OLDEST_BUILD 17763 ; Windows 10 1809: desktop/system/platform_check.py
!define ABOUT "Software\${ID}"
!define CLASSES "Software\Classes"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

Name "${NAME}"
Caption "${NAME} ${VERSION} 安装"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${ABOUT}" "InstallDir"
ShowInstDetails nevershow
ShowUninstDetails nevershow
AllowRootDirInstall false

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"

!define MUI_ICON "icon.ico"
!define MUI_UNICON "icon.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEPAGE_TITLE "安装${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "不需要管理员权限，不需要联网，只装给当前用户。$\r$\n$\r$\n如果以前装过，这次只更换程序：数据文件、备份和已写出的会议文件都不动。$\r$\n$\r$\n请先关闭正在运行的${NAME}。$\r$\n$\r$\n$_CLICK"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_DIRECTORYPAGE_TEXT_TOP "程序装在这里。数据不放在这个文件夹：数据文件由您在程序里选地方存放。"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${NAME}"
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "只删除程序，不删除数据：您的数据文件（*.圆桌）、备份文件夹和会议文件都会留在原处。以后重新安装，打开原来的数据文件就能接着用。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "已卸载，数据还在"
!define MUI_FINISHPAGE_TEXT "程序已删除。您的数据文件（*.圆桌）、备份文件夹和会议文件没有动。"
!insertmacro MUI_UNPAGE_FINISH
!insertmacro MUI_LANGUAGE "SimpChinese"

; ---------------------------------------------------------------- may it go on?

; Two signs that the program runs: the name it holds, and its own file, which Windows then locks.
!macro RefuseWhileRunning
  again:
    StrCpy $1 ""
    System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${SIGN}") p .r0'
    ${If} $0 P<> 0
      System::Call 'kernel32::CloseHandle(p r0)'
      StrCpy $1 "1"
    ${ElseIf} ${FileExists} "$INSTDIR\${EXE}"
      ClearErrors
      FileOpen $0 "$INSTDIR\${EXE}" a
      ${If} ${Errors}
        StrCpy $1 "1"
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
    ${If} $1 == "1"
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行。请先保存并关闭它，再点“重试”。$\r$\n$\r$\n如果已经关闭，请稍等几秒；如果提示一直出现，请检查是否有权限改写：$\r$\n$INSTDIR" /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Quit
    ${EndIf}
!macroend

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${NAME}需要 64 位的 Windows。这台电脑是 32 位系统，不能安装。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  StrCpy $1 "1"
  ${If} ${AtLeastWin10}
  ${AndIf} ${AtLeastBuild} ${OLDEST_BUILD}
    StrCpy $1 ""
  ${EndIf}
  ${If} $1 == "1"
    MessageBox MB_OK|MB_ICONSTOP "${NAME}需要 Windows 10 1809（内部版本 ${OLDEST_BUILD}）或更新的系统。$\r$\n请先更新这台电脑的系统，或换一台电脑安装。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  SetShellVarContext current
  SetRegView 64
  !insertmacro RefuseWhileRunning
FunctionEnd

; A failed upgrade leaves the old program as it was.
Function .onInstFailed
  ${If} ${FileExists} "$INSTDIR\_internal.old\*.*"
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_internal.old" "$INSTDIR\_internal"
  ${EndIf}
FunctionEnd

; ---------------------------------------------------------------- parts

Section "程序（必装）" main
  SectionIn RO
  !insertmacro RefuseWhileRunning
  SetOutPath "$INSTDIR"
  ; Upgrade: only _internal is replaced; nothing else in the folder is touched.
  ${IfNot} ${FileExists} "$INSTDIR\_internal\*.*"
  ${AndIf} ${FileExists} "$INSTDIR\_internal.old\*.*"
    Rename "$INSTDIR\_internal.old" "$INSTDIR\_internal" ; the power failed in the last upgrade
  ${EndIf}
  RMDir /r "$INSTDIR\_internal.old"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.old"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "旧版本的文件正被使用，不能更换。请关闭${NAME}（必要时重新启动电脑）后再安装。原来的程序没有改动。" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR\_internal"
  File /r "${DIST}/_internal/*"
  SetOutPath "$INSTDIR\许可"
  File /r "${DIST}/许可/*"
  SetOutPath "$INSTDIR"
  File "${DIST}/${EXE}" ; the starters last: until here the old ones fit what is kept
  File "${DIST}/${CLI}"
  File "${DIST}/sbom.cdx.json"
  RMDir /r "$INSTDIR\_internal.old"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"

  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortCut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\${EXE}"
  CreateShortCut "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk" "$INSTDIR\${UNINSTALLER}"
  WriteRegStr HKCU "${ABOUT}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${ABOUT}" "Version" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" "${SIZE}"
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
SectionEnd

Section "桌面快捷方式" desktop
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${EXE}"
SectionEnd

Section "双击 ${SUFFIX} 文件时用本程序打开" association
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "${NAME}数据"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" '"$INSTDIR\${EXE}",0'
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\${EXE}" --file "%1"'
  WriteRegStr HKCU "${CLASSES}\${SUFFIX}" "" "${TYPE}"
  WriteRegNone HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids" "${TYPE}"
  ${RefreshShellIcons}
SectionEnd

LangString aboutMain ${LANG_SIMPCHINESE} "窗口程序和命令行程序，开始菜单，“设置 → 应用”里的卸载项。"
LangString aboutDesktop ${LANG_SIMPCHINESE} "在桌面上放一个图标。"
LangString aboutAssociation ${LANG_SIMPCHINESE} "只对当前用户有效，卸载时还原。"
!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${main} $(aboutMain)
  !insertmacro MUI_DESCRIPTION_TEXT ${desktop} $(aboutDesktop)
  !insertmacro MUI_DESCRIPTION_TEXT ${association} $(aboutAssociation)
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; ---------------------------------------------------------------- and away again

Section "Uninstall"
  ; Only what was installed, by name: whatever else lies in the folder may be somebody's data.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_internal.old"
  RMDir /r "$INSTDIR\许可"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\${CLI}"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR" ; goes only when empty
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  ReadRegStr $0 HKCU "${CLASSES}\${SUFFIX}" ""
  ${If} $0 == "${TYPE}" ; not when the user has chosen another program since
    DeleteRegValue HKCU "${CLASSES}\${SUFFIX}" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${SUFFIX}"
  DeleteRegKey HKCU "${CLASSES}\${TYPE}"
  DeleteRegKey HKCU "${LISTED}"
  DeleteRegKey HKCU "${ABOUT}"
  ${un.RefreshShellIcons}
SectionEnd
